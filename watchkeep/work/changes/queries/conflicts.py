"""What stands against a change, saved or not: asked while the form is open, and again before it begins.

However many changes, windows and items there are, it takes a bounded number of queries, each by an index: of changes
and windows by ranges of time, of the map by walks that end.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import MaintenanceWindow, Service, ServiceItem
from watchkeep.kernel import clock
from watchkeep.work.approvals.models import StandIn
from watchkeep.work.changes.models import Change, ChangeItem, ChangeService, Kind
from watchkeep.work.changes.queries.freezes import frozen
from watchkeep.work.changes.queries.nearness import hanging_on, needed_by
from watchkeep.work.changes.rules import conflicts as rules
from watchkeep.work.changes.rules.conflicts import STOPS, WARNS, Conflict
from watchkeep.work.tickets.models import State

TAKEN = (State.ASSESSING, State.WAITING, State.APPROVED, State.SCHEDULED, State.IMPLEMENTING)
AGREED = (State.APPROVED, State.SCHEDULED, State.IMPLEMENTING)
MOST = 500
"""So many changes and so many windows of one time are looked at."""
FARTHEST = timedelta(days=60)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Plan:
    """What is to be done: to what, from when until when, by whom; of a saved change, which one."""

    services: Sequence[int] = ()
    items: Sequence[int] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    implementer: int | None = None
    change: int | None = None
    kind: str = Kind.NORMAL
    model: int | None = None
    team: int | None = None
    organisation: int | None = None
    takes_down: bool = False
    start: datetime = field(default_factory=clock.now)
    end: datetime = field(default_factory=clock.now)

    def between(self, start: datetime, end: datetime) -> "Plan":
        """The same, looked at over another stretch of time; the map is walked once for all of them."""
        other = replace(self, start=start, end=end)
        vars(other).update(hit=self.hit, needs=self.needs, below=self.below)
        return other

    @cached_property
    def hit(self) -> set[int]:
        """The services that are hit when what it touches fails, its own among them."""
        return services.hit_by(self.services, self.items)

    @cached_property
    def needs(self) -> set[int]:
        """The services that its own stand on."""
        return set(services.distances(self.services, upwards=False)) if self.services else set()

    @cached_property
    def below(self) -> set[int]:
        """The items that it stands on, its own among them."""
        direct = ServiceItem.objects.filter(service__in={*self.services, *self.needs}).values_list("item", flat=True)
        return needed_by({*self.items, *direct[:MOST]})


Asker = Callable[[Plan], Iterable[Conflict]]
_askers: list[Asker] = []


def ask_elsewhere(asker: Asker) -> None:
    """Let a higher storey say what else stands against a change: its wiring registers it once."""
    if asker not in _askers:
        _askers.append(asker)


def conflicts(  # noqa: PLR0913, PLR0917  # what a form says
    services: Sequence[int] = (),
    items: Sequence[int] = (),
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    implementer: int | None = None,
    except_change: int | None = None,
    **more: object,
) -> list[Conflict]:
    """Return what stands against it at that time, what stops it first. ``more``: see ``Plan``."""
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return []
    plan = Plan(services, items, starts_at, ends_at, implementer, except_change, **more)  # type: ignore[arg-type]  # named by Plan
    return conflicts_in(plan)


def conflicts_in(plan: Plan) -> list[Conflict]:
    """The same, of a plan that has its time."""
    if plan.starts_at is None or plan.ends_at is None or plan.ends_at <= plan.starts_at:
        return []
    return rules.in_order(_found(plan.between(plan.starts_at, plan.ends_at)))


def conflicts_of(change: Change) -> list[Conflict]:
    """Return what stands against a change as it is planned."""
    return conflicts_in(plan_of_change(change))


def next_free_slot(plan: Plan, *, after: datetime, length: timedelta) -> datetime | None:
    """Return when it could begin, within two months: in the windows of its services, where these have any.

    A week at a time, so that all that stands in one is looked at.
    """
    wide = replace(plan, start=after, end=after + FARTHEST, starts_at=None, ends_at=None)
    allowed = _allowed(wide)
    for week in range(FARTHEST // A_WEEK + 1):
        low = after + week * A_WEEK
        high = low + A_WEEK + length
        slot = rules.free_slot(_found(wide.between(low, high)), allowed, after=low, until=high, length=length)
        if slot:
            return slot
    return None


def plan_of_change(change: Change) -> Plan:
    """A saved change as what is to be done."""
    ticket = change.ticket
    return Plan(
        services=[*change.touches.values_list("service", flat=True)],
        items=[*change.touches_items.values_list("item", flat=True)],
        starts_at=change.starts_at, ends_at=change.ends_at, implementer=ticket.assignee_id, change=change.pk,
        kind=change.kind, model=change.model_id, team=ticket.team_id, takes_down=change.outage_minutes > 0,
        organisation=ticket.requester.organisation_id if ticket.requester else None,
    )  # fmt: skip


def _found(plan: Plan) -> list[Conflict]:
    found = [*_changes(plan), *frozen(plan), *_windows(plan), *_absences(plan)]
    for asker in _askers:
        found.extend(asker(plan))
    return found


def _changes(plan: Plan) -> Iterable[Conflict]:
    """Other changes at the time on the same, on what it stands on or on what hangs on it, or by the same person."""
    rows = Change.objects.during(plan.start, plan.end).filter(ticket__state__in=TAKEN).exclude(pk=plan.change)
    if not plan.items:  # what hangs on items is found only by a walk from what others touch
        near = {*plan.services, *plan.needs, *plan.hit}
        tied = ChangeService.objects.filter(change=OuterRef("pk"), service__in=near)
        below = ChangeItem.objects.filter(change=OuterRef("pk"), item__in=plan.below)
        rows = rows.filter(Exists(tied) | Exists(below) | Q(ticket__assignee=plan.implementer or 0))
    others = list(rows.prefetch_related("touches", "touches_items").order_by("starts_at")[:MOST])
    touched = {one.pk: {row.item_id for row in one.touches_items.all()} for one in others}
    hanging = hanging_on(plan.items, touched) if plan.items else set()
    for other in others:
        on = {row.service_id for row in other.touches.all()}
        found = _about(plan, other, on, touched[other.pk], other.pk in hanging)
        if found is None and plan.implementer and other.ticket.assignee_id == plan.implementer:
            words = _("%(change)s is to be carried out by the same person.")
            found = _conflict("busy", WARNS, words, other)
        if found:
            yield found


def _about(plan: Plan, other: Change, on: set[int], items: set[int], hangs: bool) -> Conflict | None:
    """What two changes have to do with each other by what they touch."""
    if on & {*plan.services} or items & {*plan.items}:
        takes_down = plan.takes_down or other.outage_minutes > 0
        stops = takes_down and other.ticket.state in AGREED
        words = (
            _("%(change)s takes it down or works on it while it is down.")
            if stops
            else _("%(change)s touches the same.")
        )
        return _conflict("change", STOPS if stops else WARNS, words, other)
    if on & plan.needs or items & plan.below:
        return _conflict("relative", WARNS, _("%(change)s touches what this stands on."), other)
    if on & plan.hit or hangs:
        return _conflict("relative", WARNS, _("%(change)s touches what hangs on this."), other)
    return None


def _conflict(kind: str, severity: str, words: str, other: Change) -> Conflict:
    said = words % {"change": str(other.ticket)}
    starts_at, ends_at = other.starts_at or clock.now(), other.ends_at or clock.now()
    return Conflict(kind, severity, said, starts_at, ends_at, other.pk, other.number)


def _windows(plan: Plan) -> Iterable[Conflict]:
    """Maintenance of others on the same, and a time outside of the windows that the services have."""
    own = Change.objects.filter(pk=plan.change).values_list("window", flat=True).first() if plan.change else None
    rows = MaintenanceWindow.objects.during(plan.start, plan.end).filter(plan__isnull=True).exclude(pk=own or 0)
    near = {*plan.services, *plan.needs}
    for window in rows.prefetch_related("services", "items")[:MOST]:
        if {one.pk for one in window.services.all()} & near or {one.pk for one in window.items.all()} & plan.below:
            words = _("Maintenance: %(reason)s.") % {"reason": window.reason.rstrip(".")}
            yield Conflict("maintenance", WARNS, words, window.starts_at, window.ends_at, window.pk)
    if plan.starts_at and plan.ends_at:
        yield from _outside(plan, plan.starts_at, plan.ends_at)


def _outside(plan: Plan, starts_at: datetime, ends_at: datetime) -> Iterable[Conflict]:
    """The services that are looked after in windows of their own, where it lies in none of them."""
    for service, windows in _planned(plan, starts_at, ends_at + FARTHEST).items():
        if not any(window.starts_at <= starts_at and ends_at <= window.ends_at for window in windows):
            following = next((window for window in windows if window.starts_at >= starts_at), None)
            words = _("It lies outside of the windows of %(service)s.") % {"service": service.name}
            if following:
                words += " " + _("The next one begins at %(at)s UTC.") % {"at": f"{following.starts_at:%Y-%m-%d %H:%M}"}
            yield Conflict("outside", WARNS, words, starts_at, ends_at, service.pk)


def _planned(plan: Plan, start: datetime, end: datetime) -> dict[Service, list[MaintenanceWindow]]:
    """By service of its own that has a plan of maintenance, the windows of the plans."""
    rows = MaintenanceWindow.objects.during(start, end).filter(plan__isnull=False, services__in=[*plan.services])
    found: dict[Service, list[MaintenanceWindow]] = {}
    own = {*plan.services}
    for window in rows.distinct().prefetch_related("services").order_by("starts_at")[:MOST]:
        for service in window.services.all():
            if service.pk in own:
                found.setdefault(service, []).append(window)
    return found


def _allowed(plan: Plan) -> list[tuple[datetime, datetime]] | None:
    """When all of its services that have windows have one at once; None where none has any."""
    each = [[(one.starts_at, one.ends_at) for one in rows] for rows in _planned(plan, plan.start, plan.end).values()]
    if not each:
        return None
    common = each[0]
    for spans in each[1:]:
        common = [
            (max(a, c), min(b, d)) for a, b in common for c, d in spans if max(a, c) < min(b, d)
        ]  # fmt: skip
    return common


def _absences(plan: Plan) -> Iterable[Conflict]:
    if plan.implementer is None:
        return
    rows = StandIn.objects.filter(person=plan.implementer, from_at__lt=plan.end, until_at__gt=plan.start)
    for away in rows.select_related("person", "deputy").order_by("from_at")[:50]:
        words = _("%(name)s is away; %(deputy)s stands in.") % {"name": away.person.name, "deputy": away.deputy.name}
        yield Conflict("absence", WARNS, words, away.from_at, away.until_at, away.person_id)
