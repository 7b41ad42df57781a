"""`watchkeep up`: a whole instance in the foreground. Database, web and worker, watched until somebody says stop."""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from watchkeep.launch import database, instance, processes, surroundings, web, welcome
from watchkeep.launch.folders import Folders
from watchkeep.launch.instance import Instance
from watchkeep.launch.postgres.server import Server
from watchkeep.launch.supervisor import PATIENCE, Child, Supervisor
from watchkeep.launch.words import CannotGoOn, Step, say, step

SLOWEST_START = 120.0  # seconds


class Interrupted(Exception):  # noqa: N818 -- nothing went wrong
    """Somebody said stop before everything ran."""


def _hears_mail() -> bool:
    """Whether mail servers hand mail over: then it is taken and sorted in two processes, beside those who page."""
    return bool(os.environ.get("WATCHKEEP_MAIL_LISTEN"))


@dataclass
class Up:
    """One run, from the first process to the last."""

    folders: Folders
    host: str
    port: int
    with_demo: bool
    logs_to_terminal: bool
    supervisor: Supervisor = field(default_factory=Supervisor)
    server: Server | None = None
    database_url: str = ""

    def run(self) -> int:
        """Start everything, stay, stop everything."""
        self.folders.make()
        with instance.only_one(self.folders):
            self.supervisor.listen()
            instance.clear_leftovers(self.folders)
            try:
                self._start()
                self.supervisor.watch()
            except Interrupted:
                pass
            except CannotGoOn:
                if not self.supervisor.stopping.is_set():
                    raise
            finally:
                self._stop()
        return 0

    def _start(self) -> None:
        self._choose_port()
        self._start_database()
        with self._begun_worker() as (worker, has_told):
            self._prepared(worker, has_told)
            with step("web") as line:
                child = self._add(Child("web", self._spawn_web, _ask_to_end))
                self._until(line, lambda: web.answers(self.host, self.port), child)
                line.note = f"port {self.port}"
            with step("worker") as line:
                self._until(line, lambda: has_told(surroundings.READY), worker)
                self._until(line, lambda: web.is_ready(self.host, self.port), worker)
        for lane in surroundings.LANES if _hears_mail() else ():
            self._add(Child(lane, partial(self._spawn_lane, lane), _ask_to_end))
        self.supervisor.changed = self._publish
        self._publish()
        welcome.show(self.folders, self._url)

    @property
    def _url(self) -> str:
        return os.environ.get("WATCHKEEP_BASE_URL") or web.visible_address(self.host, self.port)

    @property
    def _env(self) -> dict[str, str]:
        return surroundings.environment(self.folders, database_url=self.database_url, base_url=self._url)

    def _choose_port(self) -> None:
        wanted, self.port = self.port, surroundings.free_web_port(self.host, self.port)
        if wanted not in {0, self.port}:
            say(f"  ! Port {wanted} is busy; taking {self.port}.")

    def _start_database(self) -> None:
        with step("database") as line:
            if named := surroundings.external_database():
                line.note = f"PostgreSQL {database.version_of(named)}, from DATABASE_URL"
                self.database_url = named
                return
            self.server = server = database.embedded(self.folders)
            line.note = f"PostgreSQL {server.cluster.binaries.version}, embedded"
            restart = lambda: server.start(lambda: self._tick(line))  # noqa: E731 -- a closure over two names
            self._add(Child("database", restart, lambda _: server.stop(), sweeps=False))
            self.database_url = server.url
            self._publish()

    @contextlib.contextmanager
    def _begun_worker(self) -> Iterator[tuple[Child, Callable[[bytes], bool]]]:
        """The worker, and whether it has told how far it is.

        It makes tables, static files and the demo before it works: this process stays small, and the program is read
        once for both.
        """
        reader, writer = os.pipe()
        told = bytearray()

        def has_told(word: bytes) -> bool:
            if select.select([reader], [], [], 0)[0]:
                told.extend(os.read(reader, 8))
            return word in told

        with os.fdopen(reader), os.fdopen(writer, "wb"):
            child = self._add(Child("worker", lambda: self._spawn_first_worker(writer), _ask_to_end))
            yield child, has_told
        child.start = self._spawn_worker

    def _prepared(self, worker: Child, has_told: Callable[[bytes], bool]) -> None:
        """Wait, however long new tables take; what is done is read on the terminal."""
        while not has_told(surroundings.PREPARED):
            self._tick()
            if worker.process and worker.process.poll() is not None:
                raise CannotGoOn("The database could not be prepared; the reason is above. Nothing else was started.")
            time.sleep(0.05)

    def _spawn_web(self) -> subprocess.Popen[bytes]:
        return processes.start(web.command(self.host, self.port), log=self._log("web"), env=self._env)

    def _spawn_first_worker(self, ear: int) -> subprocess.Popen[bytes]:
        log = self._log("worker")
        told = {surroundings.EAR: str(ear)} | ({surroundings.LOG: str(log)} if log else {})
        wish = f"--prepare={'demo' if self.with_demo else 'bare'}"
        return processes.start(
            [*self._work, wish], log=None, env=self._env | told, pass_fds=(ear,), last_word=signal.SIGKILL
        )

    def _spawn_worker(self) -> subprocess.Popen[bytes]:
        # When we are killed, the database ends as well: there is nothing that a worker could finish.
        return processes.start(self._work, log=self._log("worker"), env=self._env, last_word=signal.SIGKILL)

    @property
    def _work(self) -> list[str]:
        apart = [word for lane in surroundings.LANES for word in ("--without", lane)] if _hears_mail() else []
        return surroundings.python("watchkeep", "work", *apart)

    def _spawn_lane(self, lane: str) -> subprocess.Popen[bytes]:
        command, log = surroundings.python("watchkeep", "work", "--only", lane), self._log(lane)
        return processes.start(command, log=log, env=self._env, last_word=signal.SIGKILL)

    def _add(self, child: Child) -> Child:
        self.supervisor.add(child)
        return child

    def _until(self, line: Step, is_done: Callable[[], bool], child: Child) -> None:
        """Wait for a process to be of use. Raises CannotGoOn with its last words when it dies instead."""
        process, name = child.process, child.name
        deadline = time.monotonic() + SLOWEST_START
        while not is_done():
            self._tick(line)
            if (process and process.poll() is not None) or time.monotonic() > deadline:
                log = self.folders.logs / f"{name}.log"
                raise CannotGoOn(f"The {name} process did not start. The end of {log}:\n{processes.tail(log)}")
            time.sleep(0.05)

    def _log(self, name: str) -> Path | None:
        return None if self.logs_to_terminal else self.folders.logs / f"{name}.log"

    def _publish(self) -> None:
        Instance(os.getpid(), self.database_url, self._url, self.supervisor.groups).publish(self.folders)

    def _tick(self, line: Step | None = None) -> None:
        if self.supervisor.stopping.is_set():
            raise Interrupted
        if line:
            line.tick()

    def _stop(self) -> None:
        if self.supervisor.children:
            say()
            with step("stop"):
                self.supervisor.stop()
        if self.server:
            self.server.stop()
        self.folders.instance.unlink(missing_ok=True)


def _ask_to_end(process: subprocess.Popen[bytes]) -> None:
    processes.stop(process, patience=PATIENCE)
