"""What the service levels tell. Clock facts stand on the ticket's timeline."""

from dataclasses import dataclass
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Started(Fact, kind="sla.started", stream="ticket"):
    """A clock began to count towards its target."""

    clock: int
    measure: str
    terms: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Paused(Fact, kind="sla.paused", stream="ticket"):
    """A clock rests, for a reason, having used so many seconds."""

    clock: int
    measure: str
    reason: str
    used_seconds: int


@dataclass(frozen=True, kw_only=True)
class Resumed(Fact, kind="sla.resumed", stream="ticket"):
    """A clock counts again, from where it had stopped."""

    clock: int
    measure: str
    reason: str
    used_seconds: int
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Recalculated(Fact, kind="sla.recalculated", stream="ticket"):
    """The promise changed on the way. What was counted stays counted."""

    clock: int
    measure: str
    reason: str
    terms_before: str
    terms: str
    used_seconds: int
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AtRisk(Fact, kind="sla.at_risk", stream="ticket"):
    """The warning share of the time is used, and the promise is not yet kept."""

    clock: int
    measure: str
    terms: str
    warn_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Breached(Fact, kind="sla.breached", stream="ticket"):
    """The time is used up. ``due_at`` is the moment itself, ``at`` when it was noticed."""

    clock: int
    measure: str
    terms: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Met(Fact, kind="sla.met", stream="ticket"):
    """What was promised has happened, in time or late."""

    clock: int
    measure: str
    used_seconds: int
    target_seconds: int | None
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class Stopped(Fact, kind="sla.stopped", stream="ticket"):
    """The promise no longer applies: the ticket was cancelled or merged, or no target fits it."""

    clock: int
    measure: str
    reason: str
    used_seconds: int


@dataclass(frozen=True, kw_only=True)
class TargetSet(Fact, kind="sla.target_set", stream="sla_target"):
    """Somebody made or changed a target. Running clocks keep the promise that they carry."""

    measure: str
    priority: int | None
    service: int | None
    minutes: int
    in_business_hours: bool
    warn_percent: int
    minutes_before: int | None = None
    item: int | None = None


@dataclass(frozen=True, kw_only=True)
class TargetDropped(Fact, kind="sla.target_dropped", stream="sla_target"):
    """Somebody took a target away."""

    measure: str
    priority: int | None
    service: int | None
    item: int | None = None


FOR_PROGRAMS = (Met,)
"""What programs may hear of."""

FOR_THE_RECORD = (Started, Paused, Resumed, Recalculated, Stopped, TargetSet, TargetDropped)
"""What is told for the record alone."""
