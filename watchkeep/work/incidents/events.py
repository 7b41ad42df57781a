"""What can be told of an incident. The record is the ticket's id."""

from dataclasses import dataclass, field
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Opened(Fact, kind="incident.opened", stream="ticket"):
    """Something has stopped working. ``past`` is the incident that this one follows on from."""

    number: str
    priority: int
    severity: int | None
    service: int | None
    team: int | None
    is_drill: bool = False
    past: int | None = None


@dataclass(frozen=True, kw_only=True)
class Triaged(Fact, kind="incident.triaged", stream="ticket"):
    """Somebody has looked at it and knows where it belongs."""


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Fact, kind="incident.acknowledged", stream="ticket"):
    """A person has answered. ``took``: it was nobody's, and is theirs now."""

    person: int | None
    took: bool


@dataclass(frozen=True, kw_only=True)
class Started(Fact, kind="incident.started", stream="ticket"):
    """Work has begun."""

    person: int | None


@dataclass(frozen=True, kw_only=True)
class Held(Fact, kind="incident.held", stream="ticket"):
    """Work waits for something outside our hands."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Resumed(Fact, kind="incident.resumed", stream="ticket"):
    """The waiting is over."""


@dataclass(frozen=True, kw_only=True)
class Restored(Fact, kind="incident.restored", stream="ticket"):
    """The service is back. Its cause may not be dealt with yet. ``restored_at``: since when."""

    restored_at: datetime
    was: str


@dataclass(frozen=True, kw_only=True)
class Resolved(Fact, kind="incident.resolved", stream="ticket"):
    """The cause is dealt with. ``restored_at``: since when the service is back, at the latest now."""

    fix: str
    restored_at: datetime
    was: str


@dataclass(frozen=True, kw_only=True)
class Closed(Fact, kind="incident.closed", stream="ticket"):
    """The grace period is over, or somebody ended it early."""


@dataclass(frozen=True, kw_only=True)
class ClosingPutOff(Fact, kind="incident.closing_put_off", stream="ticket"):
    """The grace period is over, but something stands against closing it."""

    because: str


@dataclass(frozen=True, kw_only=True)
class Cancelled(Fact, kind="incident.cancelled", stream="ticket"):
    """It was no incident."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Reopened(Fact, kind="incident.reopened", stream="ticket"):
    """It is back. ``is_attended``: whoever reopened it works on it; otherwise somebody must be found."""

    was: str
    reason: str
    is_attended: bool


@dataclass(frozen=True, kw_only=True)
class Merged(Fact, kind="incident.merged", stream="ticket"):
    """It is the same as another incident, and is read and worked there."""

    into: int
    was: str


@dataclass(frozen=True, kw_only=True)
class Unmerged(Fact, kind="incident.unmerged", stream="ticket"):
    """It was another thing after all, and stands where it stood before."""

    out_of: int
    state: str


@dataclass(frozen=True, kw_only=True)
class ParentSet(Fact, kind="incident.parent_set", stream="ticket"):
    """It is part of a larger incident, or no longer (None)."""

    parent: int | None
    was: int | None


@dataclass(frozen=True, kw_only=True)
class Reprioritised(Fact, kind="incident.reprioritised", stream="ticket"):
    """Impact or urgency were judged anew. ``is_pinned``: by a person, whose judgement holds until it is unpinned."""

    impact: int
    urgency: int
    priority: int
    severity: int | None
    was_priority: int
    was_severity: int | None
    reason: str = ""
    is_pinned: bool = False


@dataclass(frozen=True, kw_only=True)
class Pinned(Fact, kind="incident.priority_pinned", stream="ticket"):
    """The priority stays as it is until somebody unpins it."""

    priority: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Unpinned(Fact, kind="incident.priority_unpinned", stream="ticket"):
    """The priority follows again from what is affected."""

    priority: int


@dataclass(frozen=True, kw_only=True)
class Suggested(Fact, kind="incident.priority_suggested", stream="ticket"):
    """Another priority would follow, if nobody had pinned this one."""

    impact: int
    urgency: int
    priority: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class PriorityRefused(Fact, kind="incident.priority_refused", stream="ticket"):
    """Somebody refused a change or a suggestion. ``causes`` are no reason here from now on."""

    impact: int
    urgency: int
    priority: int
    causes: list[str]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ServiceAffected(Fact, kind="incident.service_affected", stream="ticket"):
    """One more service is affected. ``how``: by an alert, a merged incident, a part, or said by hand."""

    service: int
    name: str
    how: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceSpared(Fact, kind="incident.service_spared", stream="ticket"):
    """A service is not affected after all, or no longer."""

    service: int
    name: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MajorDeclared(Fact, kind="incident.major_declared", stream="ticket"):
    """It is a major incident: somebody who may said so, whatever the matrix says."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class MajorWithdrawn(Fact, kind="incident.major_withdrawn", stream="ticket"):
    """It is no major incident after all."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SeverityChanged(Fact, kind="incident.severity_changed", stream="ticket"):
    """A severity was declared."""

    severity: int
    was: int | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class UpdatePosted(Fact, kind="incident.update_posted", stream="ticket"):
    """Those who wait were told how it stands, and when they will hear more."""

    comment: int
    is_public: bool
    next_update_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Amended(Fact, kind="incident.amended", stream="ticket"):
    """Cause, fix or times were corrected."""

    version: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class MatrixChanged(Fact, kind="matrix.changed", stream="matrix"):
    """Another priority follows from an impact and an urgency."""

    impact: int
    urgency: int
    priority: int
    was: int


@dataclass(frozen=True, kw_only=True)
class SeverityDefined(Fact, kind="severity.defined", stream="severity"):
    """What a severity means, or who may declare it, was changed."""

    level: int
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ScalesDrafted(Fact, kind="matrix.drafted", stream="matrix"):
    """Another matrix or other thresholds are being tried; nothing follows from them yet."""

    changes: list[str]


@dataclass(frozen=True, kw_only=True)
class DraftDropped(Fact, kind="matrix.draft_dropped", stream="matrix"):
    """The draft is gone."""


@dataclass(frozen=True, kw_only=True)
class ScalesSwitched(Fact, kind="matrix.switched", stream="matrix"):
    """The draft is in force. ``changes`` says each cell and threshold with what it was."""

    changes: list[str]


FOR_PROGRAMS = (
    Triaged, ClosingPutOff, ServiceAffected, ServiceSpared, Suggested, Pinned, Unpinned, PriorityRefused,
    MajorDeclared, MajorWithdrawn,
)  # fmt: skip
"""What programs may hear of."""

FOR_THE_RECORD = (MatrixChanged, ScalesDrafted, DraftDropped, ScalesSwitched, SeverityDefined)
"""What is told for the record alone."""
