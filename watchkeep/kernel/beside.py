"""A second process beside this one, forked while there is one thread: it costs no start and shares what was read."""

import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)
PATIENCE = 20  # seconds for what it has in hand


@contextlib.contextmanager
def forked(run: Callable[[Callable[[], bool]], None]) -> Iterator[Callable[[], bool]]:
    """Run something in a process of its own for as long as the block; yields whether it lives.

    Both sides are given a question, whether the other one lives, and should end when it does not.
    """
    parent = os.getpid()
    child = os.fork()
    if not child:
        _be_it(lambda: run(lambda: os.getppid() == parent))
    try:
        yield lambda: _lives(child)
    finally:
        _end(child)


def _be_it(run: Callable[[], None]) -> None:
    """Never returns: nothing of what the parent still wants to do is done here."""
    code = 1
    try:
        run()
        code = 0
    except Exception:
        log.exception("the process beside ended")
    finally:
        logging.shutdown()
        os._exit(code)


def _lives(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def _end(child: int) -> None:
    for word, seconds in ((signal.SIGTERM, PATIENCE), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, word)
        end = time.monotonic() + seconds
        while _lives(child):
            if time.monotonic() > end:
                break
            time.sleep(0.02)
        else:
            return
