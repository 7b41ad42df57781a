"""A hard end for whatever talks to somebody else's system."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self


class Deadline:
    """So many seconds, and what cuts the line when they are over. Use it as a context."""

    def __init__(self, seconds: float) -> None:
        self.ends_at = time.monotonic() + seconds
        self._cuts: list[Callable[[], object]] = []
        self._was_cut = threading.Event()
        self._guard = threading.Lock()
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        """Seconds that are left, and never none: sockets take 0 for "do not wait"."""
        return max(0.05, self.ends_at - time.monotonic())

    @property
    def over_for(self) -> float:
        """For how many seconds time has been up; less than none while it is not."""
        return time.monotonic() - self.ends_at

    @property
    def is_over(self) -> bool:
        """Whether time is up, or somebody called it off."""
        return self._was_cut.is_set() or time.monotonic() >= self.ends_at

    def cuts(self, cut: Callable[[], object]) -> None:
        """When time is up, do this. At once when it is."""
        with self._guard:
            self._cuts.append(cut)
        if self._was_cut.is_set():
            self.cut()

    def cut(self) -> None:
        """Time is up."""
        self._was_cut.set()
        with self._guard:
            cuts, self._cuts = self._cuts, []
        for cut in cuts:
            with suppress(Exception):
                cut()
