"""A server that is asked to stop waits for open answers, and a stream never ends by itself: so we hear it, too."""

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType

_NUMBERS = (signal.SIGTERM, signal.SIGINT)


def when_asked_to_stop(act: Callable[[], None]) -> None:
    """Do it in this loop when the process is asked to stop; whoever handled the signal before does so still.

    Call it once the server stands: it sets its own handlers late. Does nothing outside the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in _NUMBERS:
        before = signal.getsignal(number)

        def heard(number: int, frame: FrameType | None, before: object = before) -> None:
            loop.call_soon_threadsafe(act)
            if callable(before):
                before(number, frame)

        signal.signal(number, heard)
