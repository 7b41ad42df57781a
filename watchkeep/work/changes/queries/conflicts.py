"""What stands against a change, saved or not: asked while the form is open, and again before it begins.

However many changes, windows and items there are, it takes a bounded number of queries, each by an index: of changes
and windows by ranges of time, of the map by walks that end.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Model
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Footing, MaintenanceWindow, ServiceItem
from watchkeep.kernel import clock, prepared
from watchkeep.work.approvals.models import StandIn
from watchkeep.work.changes.models import Change, Kind
from watchkeep.work.changes.queries.freezes import frozen
from watchkeep.work.changes.queries.nearness import Below, Hanging, hanging_on, needed_by
from watchkeep.work.changes.queries.others import Other, others
from watchkeep.work.changes.rules import conflicts as rules
from watchkeep.work.changes.rules.conflicts import STOPS, UNSEEN, WARNS, Conflict
from watchkeep.work.tickets.models import State

AGREED = (State.APPROVED, State.SCHEDULED, State.IMPLEMENTING)
MOST = 5000
"""So many windows of one time are looked at."""
WALKED = 100
"""From so many items below its services the map is walked."""
FARTHEST = timedelta(days=60)
A_WEEK = timedelta(days=7)


_AT_ALL = """
SELECT EXISTS (SELECT FROM changes_freeze
                WHERE lifted_at IS NULL AND tstzrange(starts_at, ends_at) && tstzrange(%(start)s, %(end)s)),
       EXISTS (SELECT FROM services_maintenancewindow
                WHERE cancelled_at IS NULL AND plan_id IS NULL
                  AND tstzrange(starts_at, ends_at) && tstzrange(%(start)s, %(end)s))
"""


@dataclass(frozen=True)
class Plan:
    """What is to be done: to what, from when until when, by whom; of a saved change, which one.

    ``is_now``: it is about to begin, so that whatever is under way counts, however long it was to take.
    """

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
    is_now: bool = False
    start: datetime = field(default_factory=clock.now)
    end: datetime = field(default_factory=clock.now)

    def between(self, start: datetime, end: datetime) -> "Plan":
        """The same, looked at over another stretch of time; the map is walked once for all of them."""
        other = replace(self, start=start, end=end)
        vars(other).update(hit=self.hit, needs=self.needs, direct=self.direct, below=self.below)
        return other

    def stands_on(self, items: Collection[int]) -> set[int]:
        """Those of these items that it stands on, its own among them.

        What a service stands on is walked to where that is little, else looked up as it was last counted.
        """
        if not items:
            return set()
        asked = {item for item in items if item not in self.below.items}
        found = {item for item in items if item in self.below.items}
        homes = dict(Item.objects.filter(pk__in=asked, merged_into__isnull=False).values_list("pk", "merged_into"))
        found |= {item for item, home in homes.items() if home in self.below.items}
        if not asked or not self.is_wide:
            return found
        also = {*asked, *filter(None, homes.values())}
        counted = Footing.objects.filter(service__in={*self.services, *self.needs}, item__in=also)
        stood = set(counted.values_list("item", flat=True))
        return found | {item for item in asked if item in stood or homes.get(item) in stood}

    def at_once(self, now: datetime, until: datetime) -> "Plan":
        """The same, begun now: who carries it out and the windows that it has are no concern."""
        return replace(self, starts_at=None, ends_at=None, implementer=None, is_now=True, start=now, end=until)

    @cached_property
    def hit(self) -> set[int]:
        """The services that are hit when what it touches fails, its own among them."""
        return services.hit_by(self.services, self.items)

    @cached_property
    def needs(self) -> set[int]:
        """The services that its own stand on."""
        return set(services.distances(self.services, upwards=False)) if self.services else set()

    @cached_property
    def direct(self) -> list[int]:
        """The items on which its services stand themselves, and those that these need; of many only some."""
        rows = ServiceItem.objects.filter(service__in={*self.services, *self.needs})
        return [*rows.values_list("item", flat=True)[: WALKED + 1]]

    @property
    def is_wide(self) -> bool:
        """Whether its services stand on too much to walk there each time."""
        return len(self.direct) > WALKED

    @cached_property
    def below(self) -> Below:
        """The items that it stands on, its own among them; of what is wide those alone that its own items need."""
        return needed_by({*self.items, *(() if self.is_wide else self.direct)})


Span = tuple[datetime, datetime]
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


def conflicts_now(plan: Plan) -> list[Conflict]:
    """Return what stands against a plan that begins now: what is under way, and what lies in between."""
    return rules.in_order(_found(plan))


def conflicts_of(change: Change) -> list[Conflict]:
    """Return what stands against a change as it is planned."""
    return conflicts_in(plan_of_change(change))


def next_free_slot(plan: Plan, *, after: datetime, length: timedelta) -> datetime | None:
    """Return when it could begin, within two months: in the windows of its services, where these have any.

    A week at a time, so that all that stands in one is looked at; a week without a window of its own is not.
    """
    wide = replace(plan, start=after, end=after + FARTHEST, starts_at=None, ends_at=None)
    allowed = _allowed(wide)
    for week in range(FARTHEST // A_WEEK + 1):
        low = after + week * A_WEEK
        high = low + A_WEEK + length
        if allowed is not None and not rules.has_room(allowed, low, high, length):
            continue
        found = [one for one in _found(wide.between(low, high)) if one.kind != UNSEEN]
        slot = rules.free_slot(found, allowed, after=low, until=high, length=length)
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
    is_frozen, is_maintained = _glance(plan)
    found = [*_changes(plan), *(frozen(plan) if is_frozen else ()), *_absences(plan)]
    found += _windows(plan) if is_maintained else ()
    if plan.starts_at and plan.ends_at:
        found += _outside(plan, plan.starts_at, plan.ends_at)
    for asker in _askers:
        found.extend(asker(plan))
    return found


def _glance(plan: Plan) -> tuple[bool, bool]:
    """Whether there is any freeze at the time, and any maintenance: mostly there is none, and no more to be read."""
    ((is_frozen, is_maintained),) = prepared.rows(_AT_ALL, {"start": plan.start, "end": plan.end})
    return is_frozen, is_maintained


def _changes(plan: Plan) -> Iterable[Conflict]:
    """Other changes at the time on the same, on what it stands on or on what hangs on it, or by the same person."""
    near, is_cut = others(plan)
    touched = {one.pk: one.items for one in near if one.items}
    below = plan.stands_on({item for some in touched.values() for item in some})
    hanging = hanging_on(plan.items, touched) if plan.items else Hanging(set(), is_cut=False)
    for other in near:
        found = _about(plan, other, below, other.pk in hanging.marks)
        if found is None and plan.implementer and other.implementer == plan.implementer:
            found = _conflict("busy", WARNS, _("%(change)s is to be carried out by the same person."), other)
        if found:
            yield found
    if is_cut or hanging.is_cut or (touched and plan.below.is_cut):
        words = _("So much hangs together here that not everything was looked at.")
        yield Conflict(UNSEEN, WARNS, words, plan.start, plan.end)


def _by_window(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for window, touched in pairs:
        found[window].add(touched)
    return found


def _about(plan: Plan, other: Other, below: set[int], hangs: bool) -> Conflict | None:
    """What two changes have to do with each other by what they touch."""
    on, items = set(other.services), set(other.items)
    if on & {*plan.services} or items & {*plan.items}:
        stops = (plan.takes_down or other.takes_down) and other.state in AGREED
        words = (
            _("%(change)s takes it down or works on it while it is down.")
            if stops
            else _("%(change)s touches the same.")
        )
        return _conflict("change", STOPS if stops else WARNS, words, other)
    if on & plan.needs or items & below:
        return _conflict("relative", WARNS, _("%(change)s touches what this stands on."), other)
    if on & plan.hit or hangs:
        return _conflict("relative", WARNS, _("%(change)s touches what hangs on this."), other)
    return None


def _conflict(kind: str, severity: str, words: str, other: Other) -> Conflict:
    said = words % {"change": f"{other.number} {other.title}"}
    if other.is_going:
        said += " " + _("It is under way.")
    starts_at, ends_at = other.starts_at or clock.now(), other.ends_at or clock.now()
    return Conflict(kind, severity, said, starts_at, ends_at, other.pk, other.number, other.is_going, other.takes_down)


def _windows(plan: Plan) -> Iterable[Conflict]:
    """Maintenance of others on the same."""
    own = Change.objects.filter(pk=plan.change).values_list("window", flat=True).first() if plan.change else None
    rows = MaintenanceWindow.objects.during(plan.start, plan.end).filter(plan__isnull=True).exclude(pk=own or 0)
    near = {*plan.services, *plan.needs}
    windows = list(rows.order_by("starts_at")[:MOST])
    on = _by_window(_ties(MaintenanceWindow.services.through, "service", windows))
    touched = _by_window(_ties(MaintenanceWindow.items.through, "item", windows))
    below = plan.stands_on({item for some in touched.values() for item in some})
    for window in windows:
        if on[window.pk] & near or touched[window.pk] & below:
            words = _("Maintenance: %(reason)s.") % {"reason": window.reason.rstrip(".")}
            yield Conflict("maintenance", WARNS, words, window.starts_at, window.ends_at, window.pk)


def _ties(through: type[Model], far: str, windows: list[MaintenanceWindow]) -> Iterable[tuple[int, int]]:
    if not windows:
        return ()
    rows = through._default_manager.filter(maintenancewindow__in=windows)  # noqa: SLF001  # Django's own name
    return rows.values_list("maintenancewindow", far)


def _outside(plan: Plan, starts_at: datetime, ends_at: datetime) -> Iterable[Conflict]:
    """The services that are looked after in windows of their own, where it lies in none of them."""
    for (service, name), spans in _planned(plan, starts_at, ends_at + FARTHEST).items():
        if not any(begins <= starts_at and ends_at <= ends for begins, ends in spans):
            following = next((begins for begins, _ends in spans if begins >= starts_at), None)
            words = _("It lies outside of the windows of %(service)s.") % {"service": name}
            if following:
                words += " " + _("The next one begins at %(at)s UTC.") % {"at": f"{following:%Y-%m-%d %H:%M}"}
            yield Conflict("outside", WARNS, words, starts_at, ends_at, service)


def _planned(plan: Plan, start: datetime, end: datetime) -> dict[tuple[int, str], list[Span]]:
    """By service of its own that has a plan of maintenance, when the windows of the plans are, in order."""
    windows = MaintenanceWindow.objects.during(start, end).filter(plan__isnull=False)
    ties = MaintenanceWindow.services.through._default_manager.filter(  # noqa: SLF001  # Django's own name
        service__in=[*plan.services], maintenancewindow__in=windows
    )
    rows = ties.order_by("maintenancewindow__starts_at").values_list(
        "service", "service__name", "maintenancewindow__starts_at", "maintenancewindow__ends_at"
    )
    found: dict[tuple[int, str], list[Span]] = {}
    for service, name, starts_at, ends_at in rows[:MOST]:
        found.setdefault((service, name), []).append((starts_at, ends_at))
    return found


def _allowed(plan: Plan) -> list[Span] | None:
    """When all of its services that have windows have one at once; None where none has any."""
    each = [*_planned(plan, plan.start, plan.end).values()]
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
