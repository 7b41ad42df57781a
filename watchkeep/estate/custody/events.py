"""What can be told of who has what. What people wrote stays on the record."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class HandedOver(Fact, kind="handover.asked", stream="handover"):
    """Somebody was given something, and is asked whether they got it."""

    item: int
    person: int


@dataclass(frozen=True, kw_only=True)
class ReturnAsked(Fact, kind="handover.return_asked", stream="handover"):
    """Somebody is asked to give something back."""

    item: int
    person: int


@dataclass(frozen=True, kw_only=True)
class Reminded(Fact, kind="handover.reminded", stream="handover"):
    """They are asked once more."""

    item: int
    person: int


@dataclass(frozen=True, kw_only=True)
class Accepted(Fact, kind="handover.accepted", stream="handover"):
    """They have it, and said so."""

    item: int


@dataclass(frozen=True, kw_only=True)
class Objected(Fact, kind="handover.objected", stream="handover"):
    """They do not have it, or not as it should be."""

    item: int
    asker: int | None


@dataclass(frozen=True, kw_only=True)
class Finished(Fact, kind="handover.finished", stream="handover"):
    """It came back, or nobody has to answer any more."""

    item: int
    came_back: bool


@dataclass(frozen=True, kw_only=True)
class Destroyed(Fact, kind="destruction.recorded", stream="destruction"):
    """It was destroyed or given away for good, and there is a certificate. ``sha256`` is that of the paper, if any."""

    item: int
    certificate: str
    sha256: str


FOR_THE_RECORD = (Accepted, Finished, Destroyed)
"""What is told for the record alone."""
