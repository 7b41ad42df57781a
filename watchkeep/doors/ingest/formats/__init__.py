"""The languages that monitors speak: one module each, all of the same shape."""

from dataclasses import dataclass
from typing import Protocol

from watchkeep.doors.ingest.answers import Answer, Refusal
from watchkeep.doors.ingest.calls import Call
from watchkeep.insight.detection.models.signal import Signal


@dataclass(frozen=True, slots=True)
class Heard:
    """What a call said, and the key that it showed."""

    key: str
    signals: list[Signal]


class Format(Protocol):
    """A format: how its body is read, and how it wants to be answered."""

    kind: str
    limit: int
    methods: frozenset[str]

    def read(self, call: Call) -> Heard:
        """Decode the call. Raises Refusal."""

    def accepted(self, heard: Heard) -> Answer:
        """What the sender is told after the commit."""

    def refused(self, refusal: Refusal) -> Answer:
        """How this sender is told no."""
