"""The port of one method behind which every kind of discovery stands, and who stands behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any

from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Found
from watchkeep.kernel import clock

_LOOKS = {
    "network": "watchkeep.doors.integrations.network.scanning",
    "snmp": "watchkeep.doors.integrations.network.neighbours",
    "certificates": "watchkeep.doors.integrations.network.shown",
    "aws": "watchkeep.doors.integrations.cloud.aws",
    "azure": "watchkeep.doors.integrations.cloud.azure",
    "kubernetes": "watchkeep.doors.integrations.cloud.kubernetes",
}
"""The module of each kind. It is loaded when the first run needs it, so that no process pays for what it never uses."""


class CannotLook(Exception):  # noqa: N818  # like Refused: the field's word
    """There is nothing to be had, and this is why."""


class Enough(Exception):  # noqa: N818  # the same
    """The run is to end now, and this is why."""


@dataclass(frozen=True)
class Part:
    """A part of what was found, what the run is at now, and how far it is, in percent."""

    found: Sequence[Found] = ()
    doing: str = ""
    done: int = 0


@dataclass
class Task:
    """What a kind is given: what is asked for (``settings``, of its kind), where it may go, how fast, until when."""

    settings: Any
    source: str
    targets: Sequence[str]
    allowed: list[Any]
    rate: int
    must_end_at: datetime
    unwanted: threading.Event = field(default_factory=threading.Event)
    notes: list[str] = field(default_factory=list)

    @property
    def seconds_left(self) -> float:
        """How long it may still take; nothing, when somebody stopped it."""
        left = (self.must_end_at - clock.now()).total_seconds()
        return 0.0 if self.unwanted.is_set() else max(0.0, left)

    def check(self) -> None:
        """Raise Enough when the run is to end."""
        if self.unwanted.is_set():
            raise Enough("It was stopped.")
        if self.seconds_left <= 0:
            raise Enough("Its time was over.")

    def note(self, words: str) -> None:
        """Say what went wrong with one thing, or what somebody should know."""
        self.notes.append(words)

    def taken_notes(self) -> list[str]:
        """What was said since this was last asked."""
        said, self.notes = self.notes, []
        return said

    def may_reach(self, address: str) -> bool:
        """Whether an address lies within the networks that are open."""
        return queries.may_reach(self.allowed, address)


Look = Callable[[Task], Generator[Part, None, None]]


def look_of(kind: str) -> Look:
    """The function that looks, for a kind."""
    look: Look = import_module(_LOOKS[kind]).look
    return look
