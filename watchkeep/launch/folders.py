"""Where an installation keeps what is its own: the database, uploads, keys, logs."""

import os
from dataclasses import dataclass
from pathlib import Path

from watchkeep.launch.words import CannotGoOn

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Folders:
    """The data directory and the names inside it. Nothing else on the machine belongs to Watchkeep."""

    home: Path

    @property
    def postgres(self) -> Path:
        """The embedded database, or a link to it when it cannot live here."""
        return self.home / "postgres"

    @property
    def password(self) -> Path:
        """The embedded database's password, for its owner's eyes only."""
        return self.home / "postgres.password"

    @property
    def uploads(self) -> Path:
        """Files that people attached."""
        return self.home / "uploads"

    @property
    def logs(self) -> Path:
        """What web and worker have to say."""
        return self.home / "logs"

    @property
    def keys(self) -> Path:
        """What signs sessions and links, and locks stored secrets."""
        return self.home / "keys.json"

    @property
    def demo(self) -> Path:
        """The demo organisation's logins and its integration key."""
        return self.home / "demo.json"

    @property
    def instance(self) -> Path:
        """Facts about the instance that runs now."""
        return self.home / "instance.json"

    @property
    def lock(self) -> Path:
        """Held by the instance that runs now; the kernel lets go of it however that instance ends."""
        return self.home / "lock"

    @property
    def mail(self) -> Path:
        """Mails that were not sent, as long as no mail server is named."""
        return self.home / "mail"

    def make(self) -> None:
        """Create what is missing, closed to other people; as root, the database's account may pass through."""
        try:
            self.home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            for folder in (self.uploads, self.logs, self.mail):
                folder.mkdir(mode=0o700, exist_ok=True)
            self.lock.touch(mode=0o600)
        except OSError as error:
            raise CannotGoOn(
                f"The data directory {self.home} cannot be used: {error.strerror}.\n"
                "Start as its owner, or name another one in WATCHKEEP_DATA.",
            ) from error


def here() -> Folders:
    """The folders of this installation: WATCHKEEP_DATA, else beside the clone, else where the system keeps data."""
    if named := os.environ.get("WATCHKEEP_DATA"):
        return Folders(Path(named).absolute())
    if clone := clone_root():
        return Folders(clone / "var")
    if os.geteuid() == 0:
        return Folders(Path("/var/lib/watchkeep"))
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Folders(Path(base) / "watchkeep")


def clone_root() -> Path | None:
    """The folder of the source code, when we run from a clone and not from an installed package."""
    root = PACKAGE.parent
    return root if (root / "run").is_file() and (root / "pyproject.toml").is_file() else None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
