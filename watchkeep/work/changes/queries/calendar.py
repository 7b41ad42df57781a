"""What the calendar shows between two moments: changes, windows of maintenance and freezes, each by its index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from watchkeep.estate.services.models import Footing, MaintenanceWindow
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change, Freeze
from watchkeep.work.tickets.models import State

MOST_SHOWN = 500
"""So many of each sort are shown at once."""
SHOWN = (
    State.ASSESSING, State.WAITING, State.APPROVED, State.SCHEDULED, State.IMPLEMENTING, State.EVALUATING, State.CLOSED,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing in the calendar: ``kind`` is change, window or freeze; ``number`` names a change.

    ``outcome``: how a change ended; ``did_harm``: so it was found since. ``is_late``: its time is over, and it is still
    being carried out. ``plan``: by which plan a window comes.
    """

    kind: str
    record: int
    title: str
    starts_at: datetime
    ends_at: datetime
    number: str = ""
    state: str = ""
    outcome: str = ""
    is_backed_out: bool = False
    is_late: bool = False
    did_harm: bool = False
    plan: int | None = None

    def lies_in(self, start: datetime, end: datetime) -> bool:
        """Whether some of it lies in between."""
        return self.starts_at < end and self.ends_at > start


@dataclass(frozen=True)
class Calendar:
    """What lies between two moments, the earliest first. ``is_cut``: there is more of some sort than is shown."""

    entries: list[Entry]
    is_cut: bool


def calendar_of(  # noqa: PLR0913  # what is asked of the calendar
    actor: Actor,
    start: datetime,
    end: datetime,
    *,
    service: int | None = None,
    team: int | None = None,
    at: datetime | None = None,
) -> Calendar:
    """Return what lies in between, as far as the actor may see it; of one service or one team if it is said.

    A freeze concerns a service or team that it names, and everybody where it holds everywhere. A window over items
    concerns the services that stand on them, as they were last counted. ``at``: as people look at it at that moment,
    with drafts, and with what goes on beyond its time until then.
    """
    sorts = [sort(actor, start, end, service, team) for sort in (_windows, _freezes)]
    sorts.append(_changes(actor, start, end, service, team, at))
    found = [one for some in sorts for one in some[:MOST_SHOWN]]
    found.sort(key=lambda one: (one.starts_at, one.ends_at, one.kind, one.record))
    return Calendar(found, any(len(some) > MOST_SHOWN for some in sorts))


def _changes(  # noqa: PLR0913, PLR0917  # what is asked of the calendar
    actor: Actor, start: datetime, end: datetime, service: int | None, team: int | None, at: datetime | None
) -> list[Entry]:
    seen = Change.objects.visible_to(actor)
    if service:
        seen = seen.filter(touches__service=service)
    if team:
        seen = seen.filter(ticket__team=team)
    rows = seen.during(start, end).filter(ticket__state__in=(*SHOWN, State.DRAFT) if at else SHOWN)
    found = list(rows.order_by("starts_at", "pk")[: MOST_SHOWN + 1])
    if at and start <= at < end:
        late = seen.filter(ticket__state=State.IMPLEMENTING, ends_at__lte=start).order_by("starts_at", "pk")
        found = [*late[: MOST_SHOWN + 1], *found]
    return [entry for one in found if (entry := _entry(one, at))]


def _entry(one: Change, at: datetime | None) -> Entry | None:
    if one.starts_at is None or one.ends_at is None:
        return None
    is_late = at is not None and one.state == State.IMPLEMENTING and one.ends_at <= at
    ends_at = at if at and is_late else one.ends_at
    return Entry(
        "change", one.pk, one.ticket.title, one.starts_at, ends_at, one.number, one.state, one.outcome,
        one.is_backed_out, is_late, one.harmed_at is not None,
    )  # fmt: skip


def _windows(actor: Actor, start: datetime, end: datetime, service: int | None, team: int | None) -> list[Entry]:
    rows = MaintenanceWindow.objects.visible_to(actor).during(start, end)
    if service:
        rows = rows.filter(Q(services=service) | Q(items__in=_below(service=service)))
    if team:
        rows = rows.filter(Q(services__owner_team=team) | Q(items__in=_below(service__owner_team=team)))
    own = Change.objects.filter(window=OuterRef("pk"))
    rows = rows.exclude(Exists(own)).distinct().order_by("starts_at", "pk")[: MOST_SHOWN + 1]
    return [Entry("window", one.pk, one.reason, one.starts_at, one.ends_at, plan=one.plan_id) for one in rows]


def _below(**of: int) -> QuerySet[Footing, int]:
    """The items on which these services stand."""
    return Footing.objects.filter(**of).values_list("item", flat=True)


def _freezes(actor: Actor, start: datetime, end: datetime, service: int | None, team: int | None) -> list[Entry]:
    rows = Freeze.objects.visible_to(actor).during(start, end)
    if service:
        rows = rows.filter(Q(is_everywhere=True) | Q(services=service))
    if team:
        rows = rows.filter(Q(is_everywhere=True) | Q(teams=team))
    rows = rows.distinct().order_by("starts_at", "pk")[: MOST_SHOWN + 1]
    return [Entry("freeze", one.pk, one.name, one.starts_at, one.ends_at) for one in rows]
