"""Everything the first page shows, gathered in a constant number of queries."""

from dataclasses import dataclass, replace
from datetime import timedelta

from watchkeep.duty.oncall import queries as oncall
from watchkeep.duty.oncall.models import PageCheck, Schedule
from watchkeep.duty.oncall.permissions import P as OnCall
from watchkeep.duty.sla import queries as sla
from watchkeep.duty.sla.models import Clock
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.approvals.permissions import P as Approvals
from watchkeep.work.changes.models import Change
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Kind, State, Ticket
from watchkeep.work.tickets.queries import Filters

FEW = 8
MAJOR = (1, 2)
AHEAD = timedelta(hours=24)
Row = tuple[Ticket, list[sla.Face]]


@dataclass(frozen=True)
class Board:
    """What one needs to know now."""

    fires: list[Incident]
    mine: list[Row]
    waiting: list[Row]
    next_due: list[tuple[Ticket, sla.Face]]
    duties: list[oncall.Duty]
    check: PageCheck | None
    windows: list[MaintenanceWindow]
    changes: list[Change]
    counts: dict[str, tuple[int, bool]]
    asked: tuple[int, bool]


def gather(actor: Actor) -> Board:
    """Read the board for somebody."""
    mine = tickets.page(actor, Filters(kind=_ONLY, assignee=("me",), order=tickets.Order.PRIORITY), size=FEW).rows
    waiting = tickets.page(actor, _WAITING, size=FEW).rows
    next_due = _next_due(actor)
    clocks = sla.clocks_for([ticket.pk for ticket in [*mine, *waiting]])
    return Board(
        fires=_fires(actor),
        mine=[(ticket, _counting(clocks, ticket)) for ticket in mine],
        waiting=[(ticket, _counting(clocks, ticket)) for ticket in waiting],
        next_due=next_due,
        duties=oncall.board(Schedule.objects.all()) if actor.may(OnCall.SEE) else [],
        check=PageCheck.objects.first() if actor.may(OnCall.SEE) else None,
        windows=_windows(actor),
        changes=_changes(actor),
        counts=_counts(actor),
        asked=approvals.count_of_inbox(actor) if actor.may(Approvals.ANSWER) else (0, False),
    )


_ONLY = (Kind.INCIDENT.value,)
_WAITING = Filters(kind=_ONLY, assignee=("nobody",), order=tickets.Order.PRIORITY)
_COUNTED = {
    "open": Filters(kind=_ONLY),
    "major": Filters(kind=_ONLY, severity=MAJOR),
    "mine": Filters(kind=_ONLY, assignee=("me",)),
    "unassigned": replace(_WAITING),
}


def _fires(actor: Actor) -> list[Incident]:
    """Open major incidents whose service is not back, the worst and oldest first."""
    rows = Incident.objects.visible_to(actor).open().filter(ticket__severity__in=MAJOR, ticket__is_drill=False)
    rows = rows.exclude(ticket__state=State.RESTORED).select_related("ticket__service", "ticket__assignee")
    return list(rows.order_by("ticket__severity", "ticket")[:FEW])


def _next_due(actor: Actor) -> list[tuple[Ticket, sla.Face]]:
    """The running clocks whose time is used up next, breached ones last."""
    now = clock.now()
    due = Clock.objects.filter(kind="running", due_at__gt=now, due_at__lt=now + AHEAD).order_by("due_at")
    ids = list(due.values_list("ticket_id", flat=True)[: FEW * 4])
    rows = Ticket.objects.visible_to(actor).open().filter(pk__in=ids).select_related("service", "assignee")
    seen, clocks = {ticket.pk: ticket for ticket in rows}, sla.clocks_for(ids)
    faces = [(seen[pk], face) for pk in dict.fromkeys(ids) if pk in seen for face in clocks.get(pk, [])]
    soon = [pair for pair in faces if pair[1].kind == "running" and pair[1].due_at and pair[1].due_at > now]
    return sorted(soon, key=lambda pair: pair[1].due_at or now)[:FEW]


def _windows(actor: Actor) -> list[MaintenanceWindow]:
    now = clock.now()
    rows = MaintenanceWindow.objects.visible_to(actor).ahead(now).filter(starts_at__lt=now + AHEAD)
    return list(rows.prefetch_related("services")[:FEW])


def _changes(actor: Actor) -> list[Change]:
    """What is carried out now, and what is planned next."""
    now = clock.now()
    rows = Change.objects.visible_to(actor).filter(ticket__state__in=(State.SCHEDULED, State.IMPLEMENTING))
    return list(rows.filter(ends_at__gt=now - AHEAD, starts_at__lt=now + AHEAD).order_by("starts_at")[:FEW])


def _counts(actor: Actor) -> dict[str, tuple[int, bool]]:
    return dict(zip(_COUNTED, tickets.counts(actor, list(_COUNTED.values())), strict=True))


def _counting(clocks: dict[int, list[sla.Face]], ticket: Ticket) -> list[sla.Face]:
    return [face for face in clocks.get(ticket.pk, []) if face.kind in {"running", "paused"}]
