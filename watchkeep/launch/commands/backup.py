"""`watchkeep backup FILE`."""

import json
import tempfile
from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from watchkeep import __version__
from watchkeep.config import env, keys
from watchkeep.launch import archive, database, dumping, folders, inside
from watchkeep.launch.archive import Manifest, Writer
from watchkeep.launch.folders import Folders
from watchkeep.launch.words import CannotGoOn, say, step


def run(chosen: Namespace) -> int:
    """Database, uploads and keys into one archive; Watchkeep may run meanwhile."""
    here, path = folders.here(), chosen.file.absolute()
    if not here.home.is_dir():
        raise CannotGoOn(f"There is nothing to back up: {here.home} does not exist.")
    with database.at_hand(here) as url:
        inside.prepare(here, url)
        manifest = Manifest(__version__, datetime.now(UTC).isoformat(timespec="seconds"), database.version_of(url))
        with archive.writing(path, manifest) as writer:
            _add_database(writer, url, path.parent)
            _add_uploads(writer, here)
            writer.add_text(archive.KEYS, json.dumps(asdict(keys.load(env.read()))))
            if here.demo.exists():
                writer.add(archive.DEMO, here.demo)
    say(f"\n  {path} holds everything, the keys as well: keep it where only you can read it.")
    return 0


def _add_database(writer: Writer, url: str, beside: Path) -> None:
    with step("database") as line, tempfile.TemporaryDirectory(prefix=".watchkeep-", dir=beside) as scratch:
        dumped = Path(scratch) / archive.DUMP
        dumping.dump(url, dumped)
        writer.add(archive.DUMP, dumped)
        line.note = f"{dumped.stat().st_size / 1e6:.1f} MB"


def _add_uploads(writer: Writer, here: Folders) -> None:
    """After the database: whatever the dump names has been written before."""
    with step("uploads") as line:
        files = sorted(path for path in here.uploads.rglob("*") if path.is_file() and not path.is_symlink())
        for path in files:
            writer.add(f"{archive.UPLOADS}/{path.relative_to(here.uploads)}", path)
        line.note = f"{len(files)} files"
