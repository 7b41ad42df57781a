"""What a person reads while Watchkeep starts: one calm line for each step, with the time it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class CannotGoOn(Exception):  # noqa: N818 -- it is read aloud, not debugged
    """Something that a person has to mend; the message says what is wrong and what to do."""


class Step:
    """One line on the terminal: redrawn while the work lasts, final when it is done."""

    def __init__(self, title: str, out: TextIO) -> None:
        self.title, self.out = title, out
        self.began = time.monotonic()
        self.note = ""
        self.is_live = out.isatty()
        self.tick()

    def tick(self, note: str = "") -> None:
        """Draw the line again. Only on a terminal: a log wants one line and no more."""
        if self.is_live:
            self._draw("·", note or "…", "")

    def end(self, *, is_well: bool) -> None:
        """Draw the line for the last time."""
        self._draw("✓" if is_well else "✗", self.note, "\n")

    def _draw(self, mark: str, note: str, end: str) -> None:
        seconds = time.monotonic() - self.began
        line = f"  {mark} {self.title:<22} {seconds:6.1f} s  {note}"
        start = "\r\x1b[2K" if self.is_live else ""
        print(start + line.rstrip(), end=end, file=self.out, flush=True)


@contextmanager
def step(title: str, out: TextIO | None = None) -> Iterator[Step]:
    """Show a step while its block runs; a block that raises leaves a cross."""
    line = Step(title, out or sys.stdout)
    try:
        yield line
    except BaseException:
        line.end(is_well=False)
        raise
    line.end(is_well=True)


def say(text: str = "") -> None:
    """Tell the person something, at once."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Tell the person what is wrong, where errors belong."""
    print(f"watchkeep: {text}", file=sys.stderr, flush=True)
