"""Start the embedded PostgreSQL, wait until it answers, stop it; whatever state the last run left it in."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from watchkeep.launch import processes
from watchkeep.launch.postgres.cluster import OWNER, Cluster
from watchkeep.launch.words import CannotGoOn

DATABASE = "watchkeep"
PATIENCE = 300.0  # seconds: recovery after a crash replays what was written since the last checkpoint
STOPPING = 60.0
STATUS_LINE = 7  # of postmaster.pid
PASSING_TROUBLES = ("shared memory block", "could not bind", "could not create any TCP/IP sockets")
Tick = Callable[[], None]


@dataclass
class Server:
    """A PostgreSQL on a socket of its own and a free port of the loopback, the same ones each time it is started."""

    cluster: Cluster
    settings: Mapping[str, str]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    sockets: Path = field(init=False)

    def __post_init__(self) -> None:
        """Choose where it will be reached, once: clients keep the address over a restart."""
        self.sockets = self.cluster.sockets()
        self.port = self.port or free_port()

    @property
    def url(self) -> str:
        """How Watchkeep's own processes reach the database: through the socket."""
        return self._address(DATABASE, DATABASE)

    @property
    def owners_url(self) -> str:
        """How the server itself is administered, with every right."""
        return self._address(OWNER, "postgres")

    def start(self, tick: Tick = lambda: None) -> subprocess.Popen[bytes]:
        """Bring it up and wait until it takes connections. Raises CannotGoOn with the log's last lines."""
        if self.cluster.is_new:
            self.cluster.create()
        _clear_away(self.cluster.data)
        for _ in range(20):
            self.process = self._spawn()
            if self._becomes_ready(self.process, tick):
                self._make_room()
                return self.process
            if not self._trouble_passes():
                break
            time.sleep(0.5)
        raise CannotGoOn(
            f"PostgreSQL did not start. The end of {self.cluster.log}:\n{processes.tail(self.cluster.log)}"
        )

    def stop(self) -> None:
        """Let it write what it holds, and end."""
        if self.process and self.process.poll() is None:
            processes.stop(self.process, word=signal.SIGINT, patience=STOPPING)
        if self.sockets.parent != self.cluster.home:
            with contextlib.suppress(OSError):
                self.sockets.rmdir()

    def _spawn(self) -> subprocess.Popen[bytes]:
        chosen = [text for name, value in self.settings.items() for text in ("-c", f"{name}={value}")]
        place = ["-D", str(self.cluster.data), "-k", str(self.sockets), "-h", "127.0.0.1", "-p", str(self.port)]
        return processes.start(
            [self.cluster.binaries.program("postgres"), *place, *chosen],
            log=self.cluster.log,
            dropped=self.cluster.account.dropped,
            last_word=signal.SIGINT,
            cwd="/",
        )

    def _becomes_ready(self, process: subprocess.Popen[bytes], tick: Tick) -> bool:
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            status = _status(self.cluster.data)
            if status[:1] == [str(process.pid)] and status[STATUS_LINE:] == ["ready"]:
                return True
            tick()
            time.sleep(0.02)
        processes.stop(process, word=signal.SIGINT, patience=STOPPING)
        return False

    def _trouble_passes(self) -> bool:
        """Whether waiting helps: a killed server's children are still leaving, or somebody took the port."""
        last = processes.tail(self.cluster.log, lines=5)
        if "bind" in last or "TCP/IP" in last:
            self.port = free_port()
        return any(trouble in last for trouble in PASSING_TROUBLES)

    def _make_room(self) -> None:
        """The application's role and database: it owns them, and nothing more of the server."""
        name, password = sql.Identifier(DATABASE), sql.Literal(self.cluster.password)
        try:
            with psycopg.connect(self.owners_url, autocommit=True) as owner:
                if not _has(owner, "SELECT FROM pg_roles WHERE rolname = %s"):
                    owner.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(name, password))
                if not _has(owner, "SELECT FROM pg_database WHERE datname = %s"):
                    owner.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
        except psycopg.OperationalError as error:
            self.stop()
            raise CannotGoOn(
                f"The embedded PostgreSQL does not take its own password ({str(error).strip()}).\n"
                "Put the file postgres.password of this data directory back from a backup.",
            ) from error

    def _address(self, user: str, database: str) -> str:
        place = f"host={quote(str(self.sockets), safe='')}&port={self.port}"
        return f"postgres://{user}:{quote(self.cluster.password)}@/{database}?{place}"


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _has(connection: psycopg.Connection, question: str) -> bool:
    return connection.execute(question.encode(), [DATABASE]).fetchone() is not None


def _status(data: Path) -> list[str]:
    try:
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    except OSError:
        return []


def _clear_away(data: Path) -> None:
    """After a kill: a server that lives on is stopped; a number that now belongs to a stranger is forgotten."""
    status = _status(data)
    if not status or not status[0].isdigit():
        return
    pid = int(status[0])
    if str(data) not in processes.command_line(pid):
        (data / "postmaster.pid").unlink(missing_ok=True)
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOPPING
    while str(data) in processes.command_line(pid):
        if time.monotonic() > deadline:
            raise CannotGoOn(f"An earlier PostgreSQL (process {pid}) does not stop. End it, and start again.")
        time.sleep(0.1)
