"""What has to be right before anybody is served: the tables, the static files, on a first start the demo."""

import hashlib
import importlib.util
import io
import json
import pkgutil
from importlib import import_module

from django.apps import apps
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import module_has_submodule

from watchkeep import __version__
from watchkeep.kernel import locks
from watchkeep.launch import inside
from watchkeep.launch.folders import Folders, write_private
from watchkeep.launch.words import Step, step


def everything(folders: Folders, *, with_demo: bool) -> bool:
    """Tables, static files and, when wished, the demo organisation; whether there was much to do."""
    steps = tables()
    static_files(folders)
    return (with_demo and demo(folders)) or steps > 0


def tables() -> int:
    """Bring the tables up to date, and tell by how many steps; of nodes that start together, one does it."""
    with step("tables") as line, locks.in_turn("launch.migrate"):
        waiting = len(pending())
        if waiting:
            call_command("migrate", interactive=False, no_color=True, stdout=_Shown(line))
        line.note = f"{waiting} migrations applied" if waiting else "up to date"
    return waiting


def pending() -> list[str]:
    """The migrations that this database has not seen. They are read only when there is one."""
    if _written() <= MigrationRecorder(connection).applied_migrations().keys():
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def _written() -> set[tuple[str, str]]:
    """All migrations that there are, by name alone."""
    return {
        (app.label, name)
        for app in apps.get_app_configs()
        if app.module and module_has_submodule(app.module, "migrations")
        for _, name, _ in pkgutil.iter_modules(import_module(f"{app.name}.migrations").__path__)
    }


def static_files(folders: Folders) -> None:
    """Lay the static files out for the web server, when they are not those of the last time."""
    stamp = folders.home / "static.stamp"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted and (folders.home / "static").is_dir():
        return
    with step("static files"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(wanted)


def demo(folders: Folders) -> bool:
    """Make the demo organisation, unless somebody works here already, and keep its logins; whether it was made."""
    if importlib.util.find_spec("watchkeep.demo.organisation") is None:
        return False
    if folders.demo.exists() or inside.find("watchkeep.demo.organisation.is_inhabited")():
        return False
    with step("demo organisation") as line:
        facts = inside.find("watchkeep.demo.organisation.load")()
        write_private(folders.demo, json.dumps(facts, indent=2))
        line.note = f"{len(facts['logins'])} logins"
    return True


class _Shown(io.StringIO):
    """Where `migrate` writes: each migration's name passes by on the line."""

    def __init__(self, line: Step) -> None:
        super().__init__()
        self.line = line

    def write(self, text: str) -> int:
        if "Applying" in text:
            self.line.tick(text.strip().removeprefix("Applying ").rstrip("."))
        return len(text)


def _fingerprint() -> str:
    """Changes when a static file does: by name, size and time, so that a start need not read them."""
    told = hashlib.sha256(__version__.encode())
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            told.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return told.hexdigest()
