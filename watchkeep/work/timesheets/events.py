"""What can be told of time worked. The record is the ticket's id; lengths are in seconds."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Started(Fact, kind="time.started", stream="ticket"):
    """Somebody's clock runs."""

    entry: int
    person: int


@dataclass(frozen=True, kw_only=True)
class Logged(Fact, kind="time.logged", stream="ticket"):
    """Somebody worked so long: their clock was stopped, or they wrote it down."""

    entry: int
    person: int
    worked_seconds: int
    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class Corrected(Fact, kind="time.corrected", stream="ticket"):
    """It was another length, for a reason."""

    entry: int
    person: int
    was_seconds: int
    worked_seconds: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Struck(Fact, kind="time.struck", stream="ticket"):
    """It does not count, for a reason."""

    entry: int
    person: int
    was_seconds: int
    reason: str


FOR_THE_RECORD = (Started, Logged, Corrected, Struck)
"""What is told for the record alone."""
