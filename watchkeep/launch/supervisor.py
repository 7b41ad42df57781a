"""Keep the processes of an instance alive, and end them in order."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from watchkeep.launch import processes
from watchkeep.launch.words import CannotGoOn, say

HEALTHY_AFTER = 20.0  # seconds of life after which earlier deaths are forgiven
LONGEST_PAUSE = 4.0  # while we wait, alerts are refused
TEND_EVERY = 60.0
PATIENCE = 20.0  # seconds for a process to finish what is in its hands


@dataclass
class Child:
    """A process that should live as long as we do."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop: Callable[[subprocess.Popen[bytes]], None]
    sweeps: bool = True
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    deaths: int = 0
    not_before: float = 0.0

    def up(self) -> None:
        """Start it."""
        self.began = time.monotonic()
        self.process = self.start()

    def look_after(self) -> None:
        """Start it again if it has died; more slowly when it keeps dying."""
        if self.process and self.process.poll() is not None:
            self._bury(self.process.returncode)
        if self.process is None and time.monotonic() >= self.not_before:
            try:
                self.up()
            except CannotGoOn as trouble:
                self._postpone(str(trouble))

    def _bury(self, code: int) -> None:
        if self.process and self.sweeps:
            processes.sweep(self.process.pid)
        self.process = None
        if time.monotonic() - self.began > HEALTHY_AFTER:
            self.deaths = 0
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self._postpone(how)

    def _postpone(self, how: str) -> None:
        pause = min(LONGEST_PAUSE, 0.5 * 2**self.deaths) if self.deaths else 0.0
        self.deaths += 1
        self.not_before = time.monotonic() + pause
        say(f"  ! {self.name} {how}; starting it again{f' in {pause:g} s' if pause else ''}")


@dataclass
class Supervisor:
    """Our children, in the order in which they were started."""

    children: list[Child] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    changed: Callable[[], None] = lambda: None
    tend: Callable[[], None] = lambda: None

    def listen(self) -> None:
        """From now on, Ctrl-C and the like ask us to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def add(self, child: Child) -> None:
        """Start a child and look after it from now on."""
        child.up()
        self.children.append(child)

    def watch(self) -> None:
        """Look after the children until we are asked to stop."""
        tended = time.monotonic()
        while not self.stopping.wait(0.2):
            if time.monotonic() - tended > TEND_EVERY:
                tended = time.monotonic()
                self.tend()
            before = self.groups
            for child in self.children:
                child.look_after()
                if self.stopping.is_set():
                    return
            if self.groups != before:
                self.changed()

    @property
    def groups(self) -> tuple[int, ...]:
        """The process groups that are ours now."""
        return tuple(child.process.pid for child in self.children if child.process)

    def stop(self) -> None:
        """End the children: whoever was started last goes first, so that the database outlives its users."""
        self.stopping.set()
        for child in self.children:
            if child.process and child.sweeps:
                child.process.terminate()
        for child in reversed(self.children):
            if child.process:
                child.stop(child.process)
                child.process = None

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """The first time, in peace; the second time, without waiting for what is in hand."""
        if self.stopping.is_set():
            for child in self.children:
                if child.process and child.sweeps:
                    processes.sweep(child.process.pid)
        self.stopping.set()
