"""`watchkeep restore FILE`."""

import os
import shutil
import tarfile
import tempfile
from argparse import Namespace
from pathlib import Path

from watchkeep import __version__
from watchkeep.launch import archive, database, dumping, folders, inside, instance, prepare
from watchkeep.launch.archive import Manifest
from watchkeep.launch.folders import Folders, write_private
from watchkeep.launch.words import CannotGoOn, say, step


def run(chosen: Namespace) -> int:
    """Bring back what a backup holds. Everything is checked before anything is touched."""
    here = folders.here()
    if instance.running(here):
        raise CannotGoOn("Watchkeep runs here. Stop it before you restore.")
    here.make()
    with _opened(chosen.file) as tar, tempfile.TemporaryDirectory(prefix=".restore-", dir=here.home) as scratch:
        with step("checking") as line:
            manifest = archive.read_manifest(tar)
            _refuse_newer(manifest)
            line.note = f"Watchkeep {manifest.watchkeep}, {manifest.created}"
        for name in manifest.files:
            archive.extract(tar, name, Path(scratch) / name)
        with database.at_hand(here) as url:
            _refuse_loss(here, url, force=chosen.force)
            with step("database"):
                dumping.load(url, Path(scratch) / archive.DUMP)
            _put_files_in_place(here, Path(scratch))
            inside.enter(here, url)
            prepare.tables()
    _warn_of_keys()
    say("\n  Restored. Start Watchkeep as you always do.")
    return 0


def _opened(path: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(path, mode="r:")
    except FileNotFoundError as error:
        raise CannotGoOn(f"There is no file {path}.") from error
    except (OSError, tarfile.TarError) as error:
        raise CannotGoOn(f"{path} is no backup of Watchkeep: {error}.") from error


def _refuse_newer(manifest: Manifest) -> None:
    if archive.version_tuple(manifest.watchkeep) > archive.version_tuple(__version__):
        raise CannotGoOn(f"This backup is of Watchkeep {manifest.watchkeep}; this one is {__version__}. Upgrade first.")


def _refuse_loss(here: Folders, url: str, *, force: bool) -> None:
    if others := dumping.count_users(url):
        raise CannotGoOn(f"{others} connections use this database. Stop web and worker, on every machine, first.")
    if not force and (tables := dumping.count_tables(url)):
        raise CannotGoOn(
            f"The database is not empty ({tables} tables). With --force, the backup replaces what is there."
        )
    if not force and any(here.uploads.iterdir()):
        raise CannotGoOn(f"{here.uploads} is not empty. With --force, the backup replaces what is there.")


def _put_files_in_place(here: Folders, scratch: Path) -> None:
    """Keys and uploads change places with the old ones by renaming: no moment at which half of them is there."""
    with step("uploads and keys"):
        (scratch / archive.UPLOADS).mkdir(mode=0o700, exist_ok=True)
        here.uploads.rename(scratch / "replaced")
        (scratch / archive.UPLOADS).rename(here.uploads)
        shutil.rmtree(scratch / "replaced", ignore_errors=True)
        write_private(here.keys, (scratch / archive.KEYS).read_text())
        here.demo.unlink(missing_ok=True)
        if (scratch / archive.DEMO).exists():
            write_private(here.demo, (scratch / archive.DEMO).read_text())


def _warn_of_keys() -> None:
    named = [name for name in ("WATCHKEEP_SECRET_KEY", "WATCHKEEP_ENCRYPTION_KEYS") if os.environ.get(name)]
    if named:
        say(f"\n  ! {' and '.join(named)} stand above the restored keys.json: they must hold the same keys.")
