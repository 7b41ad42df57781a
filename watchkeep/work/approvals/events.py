"""What can be told of an approval. The record is the id of the ticket that it is for."""

from dataclasses import dataclass
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Asked(Fact, kind="approval.asked", stream="ticket"):
    """An agreement is needed before this goes on."""

    approval: int
    subject: str


@dataclass(frozen=True, kw_only=True)
class StageBegun(Fact, kind="approval.stage_begun", stream="ticket"):
    """These people are asked now."""

    approval: int
    stage: int
    name: str
    ballots: list[int]
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Answered(Fact, kind="approval.answered", stream="ticket"):
    """One of them said yes or no; ``instead_of`` is who they stand in for."""

    approval: int
    ballot: int
    agreed: bool
    person: int
    instead_of: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Delegated(Fact, kind="approval.delegated", stream="ticket"):
    """Somebody who was asked handed the question to another."""

    approval: int
    ballot: int
    person: int
    was: int


@dataclass(frozen=True, kw_only=True)
class Reminded(Fact, kind="approval.reminded", stream="ticket"):
    """Those who have not answered are asked again."""

    approval: int
    ballots: list[int]


@dataclass(frozen=True, kw_only=True)
class Approved(Fact, kind="approval.approved", stream="ticket"):
    """Every stage agreed to what stood there."""

    approval: int
    subject: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Refused(Fact, kind="approval.refused", stream="ticket"):
    """A stage did not agree, for a reason that the requester reads."""

    approval: int
    subject: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Expired(Fact, kind="approval.expired", stream="ticket"):
    """Too few answered in time."""

    approval: int
    subject: str


@dataclass(frozen=True, kw_only=True)
class Fell(Fact, kind="approval.fell", stream="ticket"):
    """What was asked or agreed to is another thing now: the answers count no more."""

    approval: int
    subject: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Fact, kind="approval.withdrawn", stream="ticket"):
    """Nobody needs to agree any more."""

    approval: int
    subject: str


@dataclass(frozen=True, kw_only=True)
class Succeeded(Fact, kind="approval.succeeded", stream="ticket"):
    """Somebody who was asked has left: whoever follows them is asked. ``had_agreed``: their yes counts no more.

    ``person`` 0: there was nobody to follow them, and the others decide.
    """

    approval: int
    ballots: list[int]
    person: int
    was: int
    had_agreed: bool


@dataclass(frozen=True, kw_only=True)
class BoardSaved(Fact, kind="board.saved", stream="board"):
    """A board was set up or edited in these fields."""

    name: str
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class StandInSet(Fact, kind="approval.stand_in_set", stream="person"):
    """Somebody is away and named who answers for them."""

    deputy: int
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, kw_only=True)
class StandInBegun(Fact, kind="approval.stand_in_begun", stream="person"):
    """The absence begins: what waits for the absent person waits for the deputy now."""

    stand_in: int
    deputy: int


@dataclass(frozen=True, kw_only=True)
class StandInEnded(Fact, kind="approval.stand_in_ended", stream="person"):
    """The deputy answers no more."""

    deputy: int


FOR_PROGRAMS = (Asked, Approved, Refused, Expired, Fell)
"""What programs may hear of."""

FOR_THE_RECORD = (Answered, Withdrawn, StandInSet, StandInEnded, BoardSaved)
"""What is told for the record alone."""
