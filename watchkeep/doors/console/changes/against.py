"""What stands against a change, as its form and its page draw it, with the next time at which nothing would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watchkeep.doors.console.changes.risks import href_of
from watchkeep.kernel import clock
from watchkeep.work.changes import queries
from watchkeep.work.changes.models import Change, Kind
from watchkeep.work.changes.queries import Conflict, Plan, Sketch
from watchkeep.work.tickets.models import State

PLANNING = (State.DRAFT, State.ASSESSING, State.WAITING, State.APPROVED, State.SCHEDULED)


@dataclass(frozen=True)
class Against:
    """Each conflict with the address of what it is about; where a slot without any ``was_sought``, the next one.

    ``is_past``: its time is over, so that nothing else matters of it.
    """

    lines: list[tuple[Conflict, str]]
    slot: datetime | None = None
    slot_ends: datetime | None = None
    was_sought: bool = False
    is_past: bool = False


def gather(sketch: Sketch, kind: str = Kind.NORMAL, organisation: int | None = None) -> Against:
    """Of what stands in the form."""
    plan = Plan(
        sketch.services, sketch.items, sketch.starts_at, sketch.ends_at, sketch.implementer, sketch.change,
        kind=kind, model=sketch.model, team=sketch.team, organisation=organisation,
        takes_down=sketch.outage_minutes > 0,
    )  # fmt: skip
    return drawn(plan)


def standing(change: Change) -> Against | None:
    """Of what is saved and still to come; None where nothing stands against it."""
    if not is_ahead(change):
        return None
    found = queries.conflicts_of(change)
    return Against([(one, href_of(one)) for one in found]) if found else None


def is_ahead(change: Change) -> bool:
    """Whether it has a time that is not over, and has not begun."""
    return change.state in PLANNING and change.ends_at is not None and change.ends_at > clock.now()


def drawn(plan: Plan) -> Against:
    """Of what is planned."""
    if plan.ends_at and plan.ends_at <= clock.now():
        return Against([], is_past=True)
    found = queries.conflicts_in(plan)
    if not found or plan.starts_at is None or plan.ends_at is None:
        return Against([(one, href_of(one)) for one in found])
    after = max(plan.starts_at, clock.now())
    length = plan.ends_at - plan.starts_at
    slot = queries.next_free_slot(plan, after=after, length=length)
    return Against([(one, href_of(one)) for one in found], slot, slot and slot + length, was_sought=True)
