"""The embedded database's files: where they lie, how they come into being, who may read them."""

import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from watchkeep.launch.folders import Folders, write_private
from watchkeep.launch.postgres import account, binaries
from watchkeep.launch.postgres.account import Account
from watchkeep.launch.postgres.binaries import Binaries
from watchkeep.launch.words import CannotGoOn

ELSEWHERE = Path("/var/lib/watchkeep/databases")
OWNER = "watchkeep_owner"
LONGEST_SOCKET = 90
FIRST_WITH_BUILTIN_LOCALE = 17


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data directory, with the programs and the account that serve it."""

    home: Path
    binaries: Binaries
    account: Account
    password: str

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.home / "server.log"

    @property
    def is_new(self) -> bool:
        """Whether `create` has still to be called."""
        return not (self.data / "PG_VERSION").exists()

    @classmethod
    def of(cls, folders: Folders) -> Self:
        """The cluster of this installation: the one that is there, else a place and an account for a new one."""
        who = account.for_cluster(folders.postgres)
        home = _home(folders, who)
        programs = binaries.reachable(binaries.find(_major(home / "data")), who)
        return cls(home, programs, who, _password(folders.password))

    def create(self) -> None:
        """Make the files, in a folder that gets its name only when it is whole."""
        part = self.home / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.home) as file:
            file.write(self.password)
            file.flush()
            self.account.own(Path(file.name))
            _run([*self._initdb(), f"--pwfile={file.name}", "-D", str(part)], self.account)
        part.rename(self.data)

    def sockets(self) -> Path:
        """A closed folder for the socket, with a path short enough for the kernel."""
        folder = self.home / "socket"
        if len(str(folder)) > LONGEST_SOCKET:
            folder = Path(tempfile.mkdtemp(prefix="watchkeep-"))
        folder.mkdir(mode=0o700, exist_ok=True)
        self.account.own(folder)
        return folder

    def _initdb(self) -> list[str]:
        locale = ["--locale=C.UTF-8"]
        if self.binaries.major >= FIRST_WITH_BUILTIN_LOCALE:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [self.binaries.program("initdb"), "-U", OWNER, "-A", "scram-sha-256", "-E", "UTF8", *locale]


def _home(folders: Folders, who: Account) -> Path:
    """Inside the data directory; where the account cannot get there, in the system's place, linked from here."""
    link = folders.postgres
    if link.is_symlink() and not link.exists():
        raise CannotGoOn(
            f"The database of {folders.home} should be in {link.readlink()}, and is gone.\n"
            f"Restore that folder; or, to start with an empty database, remove {link}.",
        )
    if not link.exists():
        if who.may_enter(folders.home) or not who.is_somebody_else:
            link.mkdir(mode=0o700)
        else:
            link.symlink_to(_place_elsewhere(folders.home))
        who.own(link.resolve())
    return link.resolve()


def _place_elsewhere(home: Path) -> Path:
    ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f"{home.parent.name}-", dir=ELSEWHERE))
    (place / "belongs-to").write_text(f"{home}\n")
    return place


def _major(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _password(path: Path) -> str:
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32))
    return path.read_text()


def _run(command: list[str], who: Account) -> None:
    result = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **who.dropped)
    if result.returncode:
        raise CannotGoOn(f"PostgreSQL could not make its files: {(result.stderr or result.stdout).strip()}")
