"""What the calendar shows between two moments: changes, windows of maintenance and freezes, each by its index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change, Freeze
from watchkeep.work.tickets.models import State

MOST = 500
"""So many of each sort are shown at once."""
SHOWN = (
    State.ASSESSING, State.WAITING, State.APPROVED, State.SCHEDULED, State.IMPLEMENTING, State.EVALUATING, State.CLOSED,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing in the calendar: ``kind`` is change, window or freeze; ``number`` names a change."""

    kind: str
    record: int
    title: str
    starts_at: datetime
    ends_at: datetime
    number: str = ""
    state: str = ""

    def lies_in(self, start: datetime, end: datetime) -> bool:
        """Whether some of it lies in between."""
        return self.starts_at < end and self.ends_at > start


def entries(
    actor: Actor, start: datetime, end: datetime, *, service: int | None = None, team: int | None = None
) -> list[Entry]:
    """Return what lies in between, the earliest first; of one service or one team if it is said."""
    found = [*_changes(actor, start, end, service, team), *_windows(actor, start, end, service, team)]
    found += _freezes(actor, start, end, service, team)
    return sorted(found, key=lambda one: (one.starts_at, one.ends_at, one.kind, one.record))


def _changes(actor: Actor, start: datetime, end: datetime, service: int | None, team: int | None) -> list[Entry]:
    rows = Change.objects.visible_to(actor).during(start, end).filter(ticket__state__in=SHOWN)
    if service:
        rows = rows.filter(touches__service=service)
    if team:
        rows = rows.filter(ticket__team=team)
    return [
        Entry("change", one.pk, one.ticket.title, one.starts_at, one.ends_at, one.number, one.state)
        for one in rows.order_by("starts_at")[:MOST]
        if one.starts_at and one.ends_at
    ]


def _windows(actor: Actor, start: datetime, end: datetime, service: int | None, team: int | None) -> list[Entry]:
    rows = MaintenanceWindow.objects.visible_to(actor).during(start, end)
    if service:
        rows = rows.filter(services=service)
    if team:
        rows = rows.filter(services__owner_team=team)
    own = Change.objects.filter(window__in=rows).values("window")
    rows = rows.exclude(pk__in=own).distinct().order_by("starts_at")[:MOST]
    return [Entry("window", one.pk, one.reason, one.starts_at, one.ends_at) for one in rows]


def _freezes(actor: Actor, start: datetime, end: datetime, service: int | None, team: int | None) -> list[Entry]:
    rows = Freeze.objects.visible_to(actor).during(start, end)
    if service:
        rows = rows.filter(is_everywhere=True) | rows.filter(services=service)
    if team:
        rows = rows.filter(is_everywhere=True) | rows.filter(teams=team)
    return [Entry("freeze", one.pk, one.name, one.starts_at, one.ends_at) for one in rows.distinct()[:MOST]]
