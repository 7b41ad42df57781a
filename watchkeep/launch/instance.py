"""The instance that runs in a data directory: one at a time, and findable by everybody who may read the directory."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Self

from watchkeep.launch import processes
from watchkeep.launch.folders import Folders, write_private
from watchkeep.launch.words import CannotGoOn


@dataclass(frozen=True)
class Instance:
    """What others need to reach it. The file is 0600: the database's address holds its password."""

    pid: int
    database_url: str
    url: str = ""
    groups: tuple[int, ...] = ()

    def publish(self, folders: Folders) -> None:
        """Let others find this instance."""
        write_private(folders.instance, json.dumps(asdict(self)))

    @classmethod
    def read(cls, folders: Folders) -> Self | None:
        """What the last instance published, whether it still runs or not."""
        try:
            facts = json.loads(folders.instance.read_text())
            return cls(**facts | {"groups": tuple(facts["groups"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None


def running(folders: Folders) -> Instance | None:
    """The instance that runs now. The lock is the truth: the kernel frees it however its holder ends."""
    try:
        with only_one(folders):
            return None
    except AlreadyRunning:
        return Instance.read(folders)
    except OSError:
        return None


class AlreadyRunning(CannotGoOn):
    """Somebody holds the data directory."""


@contextlib.contextmanager
def only_one(folders: Folders) -> Iterator[None]:
    """Hold the data directory. Raises AlreadyRunning when another process does."""
    descriptor = os.open(folders.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_who_runs(folders)) from None
        yield
    finally:
        os.close(descriptor)


def clear_leftovers(folders: Folders) -> int:
    """After a kill, end the processes that the killed instance had started. Call it with the lock held."""
    last = Instance.read(folders)
    folders.instance.unlink(missing_ok=True)
    return processes.sweep_leftovers(list(last.groups), mark(folders)) if last else 0


def mark(folders: Folders) -> str:
    """How the processes of this data directory are told from others."""
    return f"WATCHKEEP_DATA={folders.home}"


def _who_runs(folders: Folders) -> str:
    if other := Instance.read(folders):
        place = f" at {other.url}" if other.url else ""
        return f"Watchkeep already runs here{place} (process {other.pid}, data in {folders.home})."
    return f"Another watchkeep command is at work in {folders.home}. Try again when it is done."
