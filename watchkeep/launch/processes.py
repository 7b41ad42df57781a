"""Start processes that do not outlive us, and stop them so that nothing is left."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from watchkeep.launch.postgres.account import Dropped

SET_PARENT_DEATH_SIGNAL = 1  # prctl(2), Linux only
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def start(  # noqa: PLR0913 -- the shape of subprocess.Popen
    command: list[str],
    *,
    log: Path | None,
    env: Mapping[str, str] | None = None,
    dropped: Dropped | None = None,
    last_word: int = signal.SIGTERM,
    pass_fds: tuple[int, ...] = (),
    cwd: str | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own: Ctrl-C reaches only us; when we are killed it hears `last_word`."""
    with _opened(log) as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            env=env,
            cwd=cwd,
            pass_fds=pass_fds,
            start_new_session=True,
            preexec_fn=_dies_with_us(last_word),  # noqa: PLW1509 -- this process has no threads
            **(dropped or {}),
        )


def stop(process: subprocess.Popen[bytes], *, word: int = signal.SIGTERM, patience: float) -> bool:
    """Ask a process to stop, then make it and its children. True if asking was enough."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(word)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        was_enough = False
    else:
        was_enough = True
    sweep(process.pid)
    process.wait()
    return was_enough


def sweep(group: int) -> None:
    """Kill whatever is left of a process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def sweep_leftovers(groups: list[int], mark: str) -> int:
    """Kill what a killed launcher left behind: processes of these groups whose environment carries our mark."""
    found = [pid for pid in _all() if _group(pid) in groups and mark in _environment(pid)]
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


def command_line(pid: int) -> str:
    """What a process was started as; empty when there is none or it is not ours to see."""
    if _LIBC:
        return _read(pid, "cmdline").replace("\0", " ").strip()
    told = subprocess.run(["ps", "-o", "args=", "-ww", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log, for a person who wants to know why."""
    try:
        return "\n".join("    " + line for line in log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "    (no log)"


def _dies_with_us(word: int) -> Callable[[], None] | None:
    if _LIBC is None:
        return None
    libc, parent = _LIBC, os.getpid()

    def ask_the_kernel() -> None:
        libc.prctl(SET_PARENT_DEATH_SIGNAL, word)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


@contextlib.contextmanager
def _opened(log: Path | None) -> Iterator[IO[bytes] | None]:
    if log is None:
        yield None
        return
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        yield file


def _all() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")] if _LIBC else []


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except OSError:
        return 0


def _environment(pid: int) -> list[str]:
    return _read(pid, "environ").split("\0")


def _read(pid: int, what: str) -> str:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes().decode(errors="replace")
    except OSError:
        return ""
