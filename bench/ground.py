"""The ground that every benchmark stands on.

A PostgreSQL of its own that really waits for the disk, the machine in words, percentiles and a table.
"""

import contextlib
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from watchkeep.launch.folders import Folders
from watchkeep.launch.postgres import sizing
from watchkeep.launch.postgres.cluster import Cluster
from watchkeep.launch.postgres.server import Server

R = TypeVar("R")


@contextlib.contextmanager
def postgres(**more: str) -> Iterator[str]:
    """A throw-away PostgreSQL with the settings of a real one (fsync on); yields its DATABASE_URL.

    ``more`` settings go on top. The data directory, keys included, is ``WATCHKEEP_DATA`` meanwhile.
    """
    home = Path(tempfile.mkdtemp(prefix="watchkeep-bench-"))
    home.chmod(0o711)
    folders = Folders(home)
    folders.make()
    server = Server(Cluster.of(folders), sizing.settings(sizing.memory()) | more)
    server.start()
    before = {name: os.environ.get(name) for name in ("DATABASE_URL", "WATCHKEEP_DATA")}
    os.environ.update(DATABASE_URL=server.url, WATCHKEEP_DATA=str(home))
    try:
        yield server.url
    finally:
        server.stop()
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        shutil.rmtree(home, ignore_errors=True)


def started() -> Iterator[int]:
    """We, and all that we started: the database and the program, with what they started."""
    waiting = [os.getpid()]
    while waiting:
        yield (process := waiting.pop())
        with contextlib.suppress(OSError):
            tasks = Path(f"/proc/{process}").glob("task/*/children")
            waiting += [int(pid) for path in tasks for pid in path.read_text().split()]


class Backend:
    """The processor time of the one database process that answers a connection; helpers of a query are switched off."""

    def __init__(self, connection: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT pg_backend_pid()")
            self._file = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def seconds(self) -> float:
        """Seconds that it has been on a processor."""
        return int(self._file.read_text().split()[0]) / 1e9

    def milliseconds(self, act: Callable[[], object]) -> float:
        """What doing this takes it."""
        before = self.seconds()
        act()
        return 1000 * (self.seconds() - before)

    def taken(self, act: Callable[[], R]) -> tuple["Taken", R]:
        """What doing this takes us and it, and what came of it."""
        clock, here, there = time.perf_counter(), time.process_time(), self.seconds()
        came = act()
        spans = (time.perf_counter() - clock, time.process_time() - here, self.seconds() - there)
        return Taken(*(1000 * seconds for seconds in spans)), came


class Taken(NamedTuple):
    """How many milliseconds it took by the clock, and how long we and the database were on a processor for it."""

    wall: float
    here: float
    there: float

    @property
    def busy(self) -> float:
        """How long both processes were on a processor: others on the machine do not lengthen it as much."""
        return self.here + self.there


def machine() -> str:
    """This machine in one line, without its name."""
    cores = os.cpu_count()
    gigabytes = sizing.memory() / 2**30
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{cores} cores, {gigabytes:.0f} GiB, {system}"


def percentiles(seconds: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95 and p99 of some durations, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [*seconds] * 99
    return cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)
