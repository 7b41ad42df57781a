"""A real instance for journeys: `watchkeep up` as a process, in a data directory of its own."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
NEXT_TO_NOTHING = 0.3  # seconds of processors within two seconds; sweeps that find nothing take half of it
Lay = Callable[[Path], Path]  # puts a data directory into that place, and answers it


class Running:
    """`watchkeep up`, as somebody would start it, in a session of its own."""

    def __init__(
        self, data: Path, *options: str, command: list[str] | None = None, user: int | None = None, **env: str
    ) -> None:
        self.data = data
        self.command = command or [sys.executable, "-P", "-m", "watchkeep", "up", *options]
        self.env = surroundings(data) | {"WATCHKEEP_PORT": "0", **env}
        self.user = user
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self if self.process else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, patience: float = 120) -> Self:
        """Start it and wait until it says that it is ready."""
        self.begin()
        try:
            wait_for(lambda: "is ready" in self.said or self.ended, patience)
            assert "is ready" in self.said, self.said + self.logs
        except AssertionError:
            self.stop()
            raise
        return self

    def begin(self) -> Self:
        """Start it and wait for nothing."""
        self.words = tempfile.NamedTemporaryFile("w+", prefix="watchkeep-said-")  # noqa: SIM115 -- closed with us
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            cwd="/",
            stdout=self.words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
        )
        return self

    def stop(self, word: int = signal.SIGTERM, patience: float = 120) -> int:
        """Ask it to stop, wait, and answer its exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.send_signal(word)
        try:
            return self.process.wait(patience)
        finally:
            self.process.kill()

    def kill(self) -> None:
        """End all of it at once, as when the power fails."""
        for process in processes_of(self.data):
            with contextlib.suppress(ProcessLookupError):  # whoever has lost the supervisor may be gone already
                os.kill(int(process.split()[0]), signal.SIGKILL)
        wait_for(lambda: self.get() == 0)

    def settle(self, patience: float = 120) -> None:
        """Wait until it has done what there was to do, and computes next to nothing any more."""
        deadline, used = time.monotonic() + patience, -1.0
        while (now := processor_seconds(self.data)) - used > NEXT_TO_NOTHING and time.monotonic() < deadline:
            used = now
            time.sleep(2)

    @property
    def said(self) -> str:
        """All that it wrote to the terminal."""
        return Path(self.words.name).read_text()

    @property
    def logs(self) -> str:
        """What web and worker wrote."""
        return "".join(f"\n== {log}\n{log.read_text()[-4000:]}" for log in sorted((self.data / "logs").glob("*.log")))

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self.process is not None and self.process.poll() is not None

    @property
    def facts(self) -> dict[str, Any]:
        """What it tells other commands: url, pid, database_url."""
        return dict(json.loads((self.data / "instance.json").read_text()))

    @property
    def demo(self) -> dict[str, Any]:
        """The demo organisation's logins and keys."""
        return dict(json.loads((self.data / "demo.json").read_text()))

    @property
    def url(self) -> str:
        """Where the web listens."""
        return str(self.facts["url"])

    def get(self, path: str = "/healthz") -> int:
        """Ask for a page and answer its status; 0 when nobody listens."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return int(error.code)
        except OSError:
            return 0

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run another word of the command line in the same data directory."""
        return command(self.data, *arguments, **env)


def command(data: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `watchkeep` with these arguments and return what it said."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "watchkeep", *arguments],
        env=surroundings(data) | env,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def surroundings(data: Path) -> dict[str, str]:
    """An environment that knows nothing of the tests' own database."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not re.match(r"WATCHKEEP_|DATABASE_URL|DJANGO_|PYTEST_", name)
    }
    return kept | {"WATCHKEEP_DATA": str(data), "PYTHONPATH": str(ROOT)}


def processes_of(data: Path) -> list[str]:
    """The command lines of all processes that belong to a data directory, its database's included."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes().split(b"\0")
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"WATCHKEEP_DATA={data}".encode() in environment or str(data) in line:
            found.append(f"{process.name} {line}")
    return found


def processor_seconds(data: Path) -> float:
    """What all processes of a data directory have computed, those that they have waited for included."""
    ticks = 0
    for process in processes_of(data):
        with contextlib.suppress(OSError):
            after_name = Path("/proc", process.split()[0], "stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, after_name[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def postmaster(data: Path) -> int:
    """The process that leads the database of a data directory."""
    return int((data / "postgres/data/postmaster.pid").read_text().split()[0])


def wait_for(is_so: Callable[[], object], patience: float = 30) -> None:
    """Wait until something is so. Raises AssertionError when it does not come."""
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, f"waited {patience:g} s in vain"
        time.sleep(0.05)


def wait_until_done(left: Callable[[], int], patience: float = 120) -> None:
    """Wait while work is done: until nothing is left, however long it takes. Raises AssertionError when it stands."""
    least, deadline = left(), time.monotonic() + patience
    while least:
        assert time.monotonic() < deadline, f"{least} are left, and nothing was done for {patience:g} s"
        time.sleep(0.1)
        if (now := left()) < least:
            least, deadline = now, time.monotonic() + patience
