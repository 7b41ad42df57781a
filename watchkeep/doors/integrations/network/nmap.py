"""The program nmap (nmap.org): started with addresses alone, kept in time, and its XML read as what a stranger sent.

If we die, it dies with us: Linux kills it when the thread that started it is gone (prctl(2), PR_SET_PDEATHSIG, by way
of setpriv(1)). Elsewhere it ends by itself, since it writes every two seconds into a pipe that only we hold.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO

from watchkeep.doors.integrations.discovering.ports import CannotLook, Task
from watchkeep.estate.discovery.queries import NetworkScan

MOST_XML = 64 * 2**20
"""What nmap may write of one piece; more is not nmap speaking but somebody behind a port."""
MOST_OF_A_HOST = 600
"""Seconds after which nmap gives up one host."""
_PROGRESS = re.compile(rb'<taskprogress task="([^"]{1,60})"[^>]* percent="([\d.]{1,6})"')
_KINDS_OF_SCAN = {True: ("-sS",), False: ("-sT", "--unprivileged")}


def is_root() -> bool:
    """Whether nmap may craft packets here: then it hears hardware addresses and tells systems apart."""
    return os.geteuid() == 0


class _Reader:
    """A thread that reads a pipe to its end, keeps what it may hold, and remembers how far nmap says it is."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self.heard, self.is_full, self.progress = bytearray(), False, ("", 0.0)
        self._pipe = pipe
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while self._pipe and (some := os.read(self._pipe.fileno(), 65536)):
            if len(self.heard) + len(some) > MOST_XML:
                self.is_full = True
                continue
            self.heard += some
            for name, percent in _PROGRESS.findall(some):
                self.progress = (name.decode("ascii", "replace"), float(percent))


class Scan:
    """One call of nmap for a piece. ``xml`` is what it said, once its steps have been gone through to the end."""

    def __init__(self, task: Task, piece: Sequence[str]) -> None:
        self.task, self.piece, self.xml = task, piece, b""

    def steps(self) -> Iterator[tuple[str, float]]:
        """Let it run; what it is at and how far, in percent, whenever that is another.

        Raises CannotLook when there is no nmap or it fails, and Enough when the run is to end; nmap has ended then.
        """
        command = [*_dying_with_us(), _program(), *arguments(self.task, self.piece)]
        with subprocess.Popen(  # noqa: S603  # a list of words; addresses were read as addresses
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        ) as process:
            said, complaint = _Reader(process.stdout), _Reader(process.stderr)
            try:
                yield from self._wait(process, said)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                said.thread.join()
                complaint.thread.join()
        if process.returncode != 0:
            lines = bytes(complaint.heard).decode("utf-8", "replace").strip().splitlines() or ["no word"]
            raise CannotLook(f"nmap failed ({process.returncode}): {lines[-1][:200]}")
        self.xml = bytes(said.heard)

    def _wait(self, process: subprocess.Popen[bytes], said: _Reader) -> Iterator[tuple[str, float]]:
        told = said.progress
        while process.poll() is None:
            self.task.check()
            if said.is_full:
                raise CannotLook(f"nmap wrote more than {MOST_XML // 2**20} MiB.")
            if told != said.progress:
                told = said.progress
                yield told
            said.thread.join(0.2)


def arguments(task: Task, piece: Sequence[str]) -> list[str]:
    """How nmap is called for a piece: within the rate, no longer than the run may take, with addresses alone."""
    settings: NetworkScan = task.settings
    seconds = max(1, int(min(task.seconds_left, MOST_OF_A_HOST)))
    more = ["-sV", "--version-light"] if settings.services else []
    more += ["-O", "--osscan-limit"] if settings.systems and is_root() else []
    more += [] if settings.names else ["-n"]
    more += ["-6"] if ":" in piece[0] else []
    return [
        "-oX", "-", "--no-stylesheet", "--stats-every", "2s", *_KINDS_OF_SCAN[is_root()], "-p", settings.ports,
        "--max-rate", str(task.rate), "--max-retries", "2", "--host-timeout", f"{seconds}s", *more, "--", *piece,
    ]  # fmt: skip


def _dying_with_us() -> list[str]:
    found = shutil.which("setpriv")
    return [found, "--pdeathsig", "KILL", "--"] if found else []


def _program() -> str:
    found = shutil.which("nmap")
    if found is None:
        raise CannotLook("The program nmap is not installed on this machine.")
    return found
