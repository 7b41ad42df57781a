"""The facts that clocks tell, made from a clock as it stands after its turn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchkeep.duty.sla import events
from watchkeep.duty.sla.models import Clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why clocks turn: when, by whom, for what reason, and the fact behind it."""

    at: datetime
    by: Actor | str
    reason: str = ""
    fact: int | None = None


def started(clock: Clock, cause: Cause) -> Fact | None:
    """The clock began; without a target there is nothing to say."""
    if clock.due_at is None:
        return None
    return events.Started(**_base(clock, cause), terms=str(clock.terms), due_at=clock.due_at)


def paused(clock: Clock, cause: Cause) -> Fact:
    """The clock rests."""
    return events.Paused(**_base(clock, cause), reason=cause.reason, used_seconds=_used(clock))


def resumed(clock: Clock, cause: Cause) -> Fact:
    """The clock counts again."""
    return events.Resumed(**_base(clock, cause), reason=cause.reason, used_seconds=_used(clock), due_at=clock.due_at)


def met(clock: Clock, cause: Cause) -> Fact:
    """The promise is kept, in time or late."""
    return events.Met(
        **_base(clock, cause),
        used_seconds=_used(clock),
        target_seconds=clock.terms.target_seconds,
        in_time=clock.breached_at is None,
    )


def stopped(clock: Clock, cause: Cause) -> Fact:
    """The promise no longer applies."""
    return events.Stopped(**_base(clock, cause), reason=cause.reason, used_seconds=_used(clock))


def recalculated(clock: Clock, cause: Cause, terms_before: str) -> Fact:
    """The promise is another one now."""
    return events.Recalculated(
        **_base(clock, cause),
        reason=cause.reason,
        terms_before=terms_before,
        terms=str(clock.terms),
        used_seconds=_used(clock),
        due_at=clock.due_at,
    )


def at_risk(clock: Clock, cause: Cause) -> Fact:
    """The moment of warning has come."""
    return events.AtRisk(
        **_base(clock, cause),
        terms=str(clock.terms),
        warn_at=clock.warn_at or cause.at,
        due_at=clock.due_at or cause.at,
    )


def breached(clock: Clock, cause: Cause) -> Fact:
    """The time is used up."""
    return events.Breached(**_base(clock, cause), terms=str(clock.terms), due_at=clock.due_at or cause.at)


def _base(clock: Clock, cause: Cause) -> dict[str, Any]:
    return {
        "record": clock.ticket_id,
        "by": cause.by,
        "clock": clock.pk,
        "measure": clock.measure,
    }


def _used(clock: Clock) -> int:
    return int(clock.counted_seconds)
