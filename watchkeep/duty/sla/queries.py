"""What pages and reports ask of clocks: time left for a list of tickets, and how a figure came about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.duty.sla import rules
from watchkeep.duty.sla.models import Clock, ClockQuerySet, Segment, Target
from watchkeep.duty.sla.rules import Kind, Measure
from watchkeep.estate.services import queries as windows
from watchkeep.estate.services.events import MaintenanceBegun
from watchkeep.estate.services.models import MaintenanceWindow, Service
from watchkeep.kernel import clock as time
from watchkeep.kernel.models import FactRow
from watchkeep.work.incidents import events as incidents
from watchkeep.work.requests import events as requests
from watchkeep.work.requests.models import CatalogueItem
from watchkeep.work.tickets.models import Kind as TicketKind
from watchkeep.work.tickets.models import Ticket


@dataclass(frozen=True)
class Face:
    """A clock as a list shows it. ``left_seconds`` is promised time, not wall time; negative when overdue."""

    id: int
    measure: str
    kind: str
    left_seconds: float | None
    target_seconds: int | None
    due_at: datetime | None
    is_at_risk: bool
    is_breached: bool

    @property
    def label(self) -> str:
        """What is measured, in words."""
        return str(Measure(self.measure).label)

    @property
    def left(self) -> str:
        """Time left in words: 1 h 12 min, or -5 min when overdue."""
        return "" if self.left_seconds is None else rules.spoken(self.left_seconds)

    @property
    def percent(self) -> int:
        """Share of the time that is used, 0 to 100."""
        if not self.target_seconds or self.left_seconds is None:
            return 0
        return max(0, min(100, round(100 - 100 * self.left_seconds / self.target_seconds)))


@dataclass(frozen=True)
class Row:
    """One line of an explanation. ``counted`` and ``total`` are whole seconds that add up as they are shown."""

    segment: Segment
    to_at: datetime
    counted: int
    total: int

    @property
    def is_open(self) -> bool:
        """Whether this is the stretch that lasts until now."""
        return self.segment.position == self.segment.clock.length

    @property
    def counted_words(self) -> str:
        """What it counted, to the second."""
        return rules.exactly(self.counted)

    @property
    def total_words(self) -> str:
        """What had been counted after it, to the second."""
        return rules.exactly(self.total)


@dataclass(frozen=True)
class Explanation:
    """How a clock came to its figure: the ledger line by line, what was used and what is left."""

    clock: Clock
    rows: list[Row]
    used_seconds: int
    left_seconds: int | None
    at: datetime

    @property
    def used_words(self) -> str:
        """What was used, to the second."""
        return rules.exactly(self.used_seconds)

    @property
    def is_breached(self) -> bool:
        """Whether more was used than promised, or it was told so."""
        return self.clock.breached_at is not None or (self.left_seconds is not None and self.left_seconds < 0)

    @property
    def percent(self) -> int | None:
        """The share that is used, at most all of it; None without a target."""
        target = self.clock.terms.target_seconds
        return min(100, round(100 * self.used_seconds / target)) if target else None

    @property
    def sentence(self) -> str:
        """The figure in one sentence."""
        used, target = rules.spoken(self.used_seconds), self.clock.terms.target
        if self.left_seconds is None:
            return _("%(used)s counted; no target applies.") % {"used": used}
        left = rules.spoken(abs(self.left_seconds))
        words = _("%(used)s of %(target)s used, %(left)s left.")
        if self.left_seconds < 0:
            words = _("%(used)s used of %(target)s, %(left)s too much.")
        return words % {"used": used, "target": target, "left": left}


def clocks_for(ticket_ids: Iterable[int]) -> dict[int, list[Face]]:
    """The clocks of many tickets with their time left, in two queries.

    Many clocks share their terms, which are read once: to work out hours is what costs.
    """
    now, faces = time.now(), defaultdict[int, list[Face]](list)
    for clock in _promised(ticket_ids).prefetch_related("terms"):
        faces[clock.ticket_id].append(_face(clock, now))
    return dict(faces)


def next_clocks(ticket_ids: Iterable[int]) -> dict[int, Face]:
    """Of each of many tickets the clock that counts or rests and is due before its others, in two queries."""
    now, soonest = time.now(), F("due_at").asc(nulls_last=True)
    rows = _promised(ticket_ids).alive().order_by("ticket_id", soonest, "measure").distinct("ticket_id")
    return {clock.ticket_id: _face(clock, now) for clock in rows.prefetch_related("terms")}


def clocks_of(ticket_id: int) -> list[Face]:
    """The clocks of one ticket."""
    now = time.now()
    return [_face(clock, now) for clock in _promised([ticket_id]).select_related("terms")]


def explain(clock: Clock, at: datetime | None = None) -> Explanation:
    """Open a figure down to the ledger that made it. The rows' ``counted`` add up to ``used_seconds`` exactly."""
    until = at or time.now()
    ledger = [line for line in ledger_of(clock) if line.from_at <= until]
    rows, before = [], 0
    for line in rules.lines(ledger, until):
        total = round(line.total)
        rows.append(Row(line.stretch, line.to_at, total - before, total))
        before = total
    target = ledger[-1].terms.target_seconds if ledger else None
    left = None if target is None else target - before
    return Explanation(clock, rows, before, left, until)


def explain_all(ticket_id: int) -> list[Explanation]:
    """The explanation of each clock of a ticket."""
    clocks = Clock.objects.filter(ticket=ticket_id).select_related("terms").order_by("-measure")
    return [explain(clock) for clock in clocks]


def winners(priority: int, service: Service | None) -> list[tuple[str, Target | None]]:
    """For each measure the target that would hold for a ticket of this priority on this service."""
    every, service_id = targets(), service.pk if service else None
    return [(str(Measure(one).label), rules.choose(every, one, priority, service_id)) for one in Measure]


def promised_at(priority: int, services: Iterable[Service]) -> dict[int, dict[str, Target]]:
    """For each of these services the target of each measure that holds for this priority, in one query."""
    every = targets()
    found = {
        one.pk: {measure.value: rules.choose(every, measure, priority, one.pk) for measure in Measure}
        for one in services
    }
    return {pk: {name: target for name, target in each.items() if target} for pk, each in found.items()}


def promised(item: CatalogueItem) -> Target | None:
    """The time in which what is ordered is promised to be there; None without a promise."""
    return rules.choose(targets(), Measure.RESOLUTION, item.priority, item.service_id, item.pk)


def target_of(item: CatalogueItem) -> Target | None:
    """The time that is promised for this item itself, whatever its service and priority."""
    return Target.objects.filter(measure=Measure.RESOLUTION, item=item).first()


def ledger_of(clock: Clock) -> list[Segment]:
    """All lines of a clock, in order."""
    return list(clock.segments.select_related("terms", "clock").order_by("position"))


def ticket_with_hours(ticket_id: int) -> Ticket:
    """A ticket with what its promise depends on, in one query."""
    return Ticket.objects.select_related("service__hours").get(pk=ticket_id)


def tickets_as_told(facts: Sequence[incidents.Opened | requests.Opened]) -> list[Ticket]:
    """What facts tell of the tickets that they opened, as far as a promise depends on it: no ticket is read for it."""
    named = {fact.service for fact in facts if fact.service}
    services = Service.objects.select_related("hours").in_bulk(named) if named else {}
    return [
        Ticket(
            pk=fact.record,
            kind=TicketKind.INCIDENT if isinstance(fact, incidents.Opened) else TicketKind.REQUEST,
            priority=fact.priority,
            service=services.get(fact.service or 0),
        )
        for fact in facts
    ]


def alive_in(calendar_id: int) -> list[int]:
    """Tickets whose clocks are reckoned in this calendar and may still be due."""
    return _tickets(Clock.objects.alive().filter(calendar=calendar_id))


def alive_on_any(services: Iterable[int]) -> list[int]:
    """The tickets on one of these services that have a living clock."""
    return _tickets(Clock.objects.alive().filter(ticket__service__in=[*services], ticket__is_open=True))


def begun_facts(windows: Iterable[int]) -> dict[int, list[int]]:
    """By window, the facts that told of its beginning: what rests for its sake names one of them."""
    found: dict[int, list[int]] = {}
    rows = FactRow.objects.filter(stream="maintenance", record__in=[*windows], kind=MaintenanceBegun.kind)
    for record, pk in rows.order_by("id").values_list("record", "pk"):
        found.setdefault(record, []).append(pk)
    return found


def to_rest(ticket_ids: Iterable[int]) -> dict[int, tuple[MaintenanceWindow, int]]:
    """Those of the tickets whose service is under a window that lets service levels rest: that, and its fact."""
    tickets = dict(Ticket.objects.filter(pk__in=[*ticket_ids], service__isnull=False).values_list("pk", "service"))
    held = windows.pausing(tickets.values(), time.now()) if tickets else {}
    begun = begun_facts({window.pk for window in held.values()}) if held else {}
    return {
        ticket: (held[service], begun[held[service].pk][-1])
        for ticket, service in tickets.items()
        if service in held and held[service].pk in begun
    }


def reason_of(window: MaintenanceWindow) -> str:
    """Why a clock rests, as its ledger says it."""
    return _("Maintenance: %(reason)s") % {"reason": window.reason}


def alive_on(service_id: int) -> list[int]:
    """Tickets on this service whose clocks may still be due."""
    return _tickets(Clock.objects.alive().filter(ticket__service=service_id, ticket__is_open=True))


def targets() -> list[Target]:
    """All targets with their services, as the settings page lists them."""
    return list(
        Target.objects.select_related("service", "item").order_by("-measure", "item__name", "service__name", "priority")
    )


def _promised(ticket_ids: Iterable[int]) -> ClockQuerySet:
    rows = Clock.objects.filter(ticket__in=list(ticket_ids), terms__target_seconds__isnull=False)
    return rows.order_by("ticket_id", "measure")


def _tickets(clocks: ClockQuerySet) -> list[int]:
    return list(clocks.order_by("ticket_id").values_list("ticket_id", flat=True).distinct())


def _face(clock: Clock, now: datetime) -> Face:
    left = rules.left(clock.terms, clock.counted_seconds, clock.since if clock.is_running else None, now)
    overdue = clock.breached_at is not None or (left is not None and left < 0)
    return Face(
        id=clock.pk,
        measure=clock.measure,
        kind=clock.kind,
        left_seconds=left,
        target_seconds=clock.terms.target_seconds,
        due_at=clock.due_at,
        is_at_risk=clock.kind in (Kind.RUNNING, Kind.PAUSED) and clock.warned_at is not None and not overdue,
        is_breached=overdue,
    )
