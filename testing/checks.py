"""What `./test` does once the environment is there: a database of its own, every check, a right exit code."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO

import psycopg

from testing import debian
from watchkeep.launch.folders import Folders
from watchkeep.launch.postgres import sizing
from watchkeep.launch.postgres.cluster import Cluster
from watchkeep.launch.postgres.server import DATABASE, Server
from watchkeep.launch.words import CannotGoOn, complain, say, step

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STATIC = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "contracts": ["lint-imports", "--no-logo"],
    "migrations": ["python", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "types": ["mypy", "watchkeep"],
}
BESIDE = "migrations"  # this one and those after it go on while tests run
QUICK = "not journey and not browser and not slow"
QUICKEST = f"{QUICK} and not door and not commits"
LONG = "journey or browser or slow"
NO_STORIES = ("--ignore=tests/journeys", "--ignore=tests/browser")  # what no mark would choose is not even imported
NO_DOORS = "--ignore=watchkeep/doors"
TOGETHER = ("--dist", "loadfile", "--no-loadscope-reorder")  # what a file starts once, one process needs to start
PROCESSES, LONG_PROCESSES = 2, 3  # the long ones wait for each other's servers more than they compute
NOTHING_COLLECTED = 5
STOPPED = 130


def main(arguments: list[str]) -> int:
    """Run the checks that were asked for; 0 when all are well."""
    began = time.monotonic()
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        is_whole = not arguments
        missing = debian.provide() if is_whole else []
        with _database() as env:
            if arguments and arguments != ["fast"]:
                return _pytest(env, *arguments)
            failed: list[str] = []
            with _static_checks(env, failed):
                marks, left_out = (QUICK, NO_STORIES) if is_whole else (QUICKEST, (*NO_STORIES, NO_DOORS))
                failed += _tests(env, "unit and house tests", marks, *left_out)
            if is_whole:
                failed += _tests(env, "journey, browser and slow tests", LONG, *TOGETHER, processes=LONG_PROCESSES)
    except CannotGoOn as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        say("\nStopped; nothing is left running.")
        return STOPPED
    _conclude(failed, missing, time.monotonic() - began)
    return 1 if failed else 0


@contextlib.contextmanager
def _static_checks(env: dict[str, str], failed: list[str]) -> Iterator[None]:
    """All that needs no running program, side by side; only what fails speaks. The slow ones go on while tests run."""
    with contextlib.ExitStack() as stack:
        begun = {}
        for name, (program, *rest) in STATIC.items():
            log = stack.enter_context(tempfile.TemporaryFile("w+"))
            process = subprocess.Popen([BIN / program, *rest], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
            stack.callback(process.kill)
            begun[name] = (process, log)
        for name, (process, log) in begun.items():
            if name == BESIDE:
                yield
            _hear(name, process, log, failed)


def _hear(name: str, process: subprocess.Popen[bytes], log: IO[str], failed: list[str]) -> None:
    with contextlib.suppress(_Failed), step(name):
        if process.wait():
            failed.append(name)
            raise _Failed
    if name in failed:
        log.seek(0)
        say(log.read())


class _Failed(Exception):  # noqa: N818 -- it only draws the cross
    """A check found something."""


def _tests(env: dict[str, str], name: str, marks: str, *options: str, processes: int = PROCESSES) -> list[str]:
    say(f"\n{name}")
    code = _pytest(env, "-m", marks, "-n", str(processes), "-ra", "--durations", "25", *options)
    if code == NOTHING_COLLECTED:
        say("  there are none yet")
        return []
    return [name] if code else []


def _pytest(env: dict[str, str], *arguments: str) -> int:
    process = subprocess.Popen([BIN / "python", "-m", "pytest", *arguments], cwd=ROOT, env=env)
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=30)
        process.kill()
        raise
    if code in {-signal.SIGINT, 2}:
        raise KeyboardInterrupt
    return code


@contextlib.contextmanager
def _database() -> Iterator[dict[str, str]]:
    """A PostgreSQL for these tests alone, thrown away afterwards, and the environment that points at it."""
    with tempfile.TemporaryDirectory(prefix="watchkeep-test-") as scratch:
        folders = Folders(Path(scratch))
        folders.home.chmod(0o711)
        folders.make()
        (folders.home / "static").mkdir()
        server = Server(Cluster.of(folders), sizing.settings(sizing.memory()) | sizing.throw_away())
        try:
            with step("test database") as line:
                server.start(line.tick)
                _let_tests_empty_tables(server)
                line.note = f"PostgreSQL {server.cluster.binaries.version}"
            yield _environment(folders, server.url)
        finally:
            server.stop()


def _let_tests_empty_tables(server: Server) -> None:
    """Whoever may set this deletes rows that are meant to stay: tests may, Watchkeep itself may not."""
    with psycopg.connect(server.owners_url, autocommit=True) as owner:
        owner.execute(f"GRANT SET ON PARAMETER session_replication_role TO {DATABASE}")


def _environment(folders: Folders, database_url: str) -> dict[str, str]:
    """The surroundings without what somebody set for an instance of their own.

    Python keeps what it compiled: these checks start an interpreter some two hundred times.
    """
    unwanted = "PYTHONDONTWRITEBYTECODE"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WATCHKEEP_", unwanted))}
    return kept | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "watchkeep.config.settings",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "WATCHKEEP_DATA": str(folders.home),
    }


def _conclude(failed: list[str], missing: list[str], seconds: float) -> None:
    for line in missing:
        say(f"  ! {line}")
    verdict = f"Failed: {', '.join(failed)}" if failed else "All is well"
    say(f"\n{verdict} ({seconds:.0f} s)")


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
