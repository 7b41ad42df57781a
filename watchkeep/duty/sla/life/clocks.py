"""The turns of a clock. Each locks the clocks, appends one line to each ledger and repeats its end in the columns.

A verb takes its instant from the fact that caused it, so that ledger and timeline agree. A verb that
runs twice changes nothing the second time, because it only turns clocks that stand where it begins.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from watchkeep.duty.sla import rules
from watchkeep.duty.sla.life import telling
from watchkeep.duty.sla.life.promises import Book, Promise
from watchkeep.duty.sla.life.telling import Cause
from watchkeep.duty.sla.models import Clock, Segment
from watchkeep.duty.sla.rules import Kind, Measure
from watchkeep.estate.calendars import queries as calendars
from watchkeep.kernel.facts import Fact, tell_many
from watchkeep.kernel.models import FactRow
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets.models import Kind as TicketKind
from watchkeep.work.tickets.models import State, Ticket


@transaction.atomic(savepoint=False)
def start(tickets: Sequence[Ticket], *, causes: Mapping[int, Cause]) -> int:
    """Start the clocks of these tickets, each for its own cause, one for each measure that has none yet.

    Returns how many began.
    """
    there = set(Clock.objects.filter(ticket__in=causes).values_list("ticket", "measure"))
    wanted = [(ticket, measure) for ticket in tickets for measure in Measure if (ticket.pk, measure) not in there]
    promises = zip(wanted, Book(tickets).promises(wanted), strict=True)
    fresh = [_new(ticket, measure, promise, causes[ticket.pk]) for (ticket, measure), promise in promises]
    Clock.objects.bulk_create(fresh)
    Segment.objects.bulk_create([_line(clock, causes[clock.ticket_id]) for clock in fresh])
    tell_many([fact for clock in fresh if (fact := telling.started(clock, causes[clock.ticket_id]))])
    _tell_below([clock for clock in fresh if clock.ticket.kind == TicketKind.INCIDENT])
    return len(fresh)


@transaction.atomic
def pause(ticket_id: int, *, cause: Cause) -> int:
    """Let running clocks rest. Nothing breaches while it rests."""
    return _turn(_locked(ticket_id, Q(kind=Kind.RUNNING)), Kind.PAUSED, cause, telling.paused)


@transaction.atomic
def resume(ticket_id: int, *, cause: Cause) -> int:
    """Let paused clocks count again from where they stopped."""
    return _turn(_locked(ticket_id, Q(kind=Kind.PAUSED)), Kind.RUNNING, cause, telling.resumed)


@transaction.atomic
def rest(ticket_ids: Sequence[int], *, cause: Cause) -> int:
    """Let whatever counts on these tickets rest for the cause's sake: its fact is by which it is found again."""
    return _turn(_locked_many(ticket_ids, Q(kind=Kind.RUNNING)), Kind.PAUSED, cause, telling.paused)


@transaction.atomic
def go_on(ticket_ids: Sequence[int], *, after: type[Fact], cause: Cause) -> int:
    """Let clocks count again that rest for the sake of such a fact; what waits for another reason waits on."""
    rests = _locked_many(ticket_ids, Q(kind=Kind.PAUSED) & ~Q(ticket__state__in=_WAITS))
    last = Segment.objects.filter(clock__in=rests, clock__length=F("position"), fact__isnull=False)
    reasons = {clock: fact or 0 for clock, fact in last.values_list("clock", "fact")}
    rows = FactRow.objects.filter(pk__in=[*reasons.values()], kind=after.kind)
    such = set(rows.values_list("pk", flat=True))
    return _turn([clock for clock in rests if reasons.get(clock.pk) in such], Kind.RUNNING, cause, telling.resumed)


@transaction.atomic
def meet(ticket_id: int, measure: Measure, *, cause: Cause) -> int:
    """What was promised has happened, at the cause's instant, which may lie in the past: the clock stands."""
    clocks = _locked(ticket_id, Q(kind__in=(Kind.RUNNING, Kind.PAUSED), measure=measure))
    return _turn(clocks, Kind.MET, cause, telling.met)


@transaction.atomic
def stop(ticket_id: int, *, cause: Cause) -> int:
    """The promise no longer applies: cancelled, or merged into another ticket."""
    clocks = _locked(ticket_id, Q(kind__in=(Kind.RUNNING, Kind.PAUSED)))
    return _turn(clocks, Kind.STOPPED, cause, telling.stopped)


@transaction.atomic
def revive(ticket: Ticket, *, cause: Cause, met_too: bool = False, as_paused: bool = False) -> int:
    """Let stopped clocks go on; ``met_too``, for a reopened ticket, the resolution that was met as well.

    The rest in between isn't counted, and the line that says "met" stays in the ledger, so that
    nothing is falsified. A response that was given stays given.
    """
    which = Q(kind=Kind.STOPPED)
    if met_too:
        which |= Q(kind=Kind.MET, measure=Measure.RESOLUTION)
    clocks, book = _locked(ticket.pk, which), Book([ticket])
    promises = {clock.pk: book.promise(ticket, clock.measure) for clock in clocks}
    return _turn(clocks, Kind.PAUSED if as_paused else Kind.RUNNING, cause, telling.resumed, promises)


@transaction.atomic
def recalculate(ticket_ids: Sequence[int], *, cause: Cause) -> int:
    """Put living clocks under the promise that fits now. What is counted and who rests stays as it is."""
    clocks = _locked_with_tickets(ticket_ids)
    book = Book(clock.ticket for clock in clocks)
    promises = {clock.pk: book.promise(clock.ticket, clock.measure) for clock in clocks}
    changed = [clock for clock in clocks if promises[clock.pk].terms.pk != clock.terms_id]
    before = {clock.pk: str(clock.terms) for clock in changed}
    return _turn(changed, None, cause, lambda clock, why: telling.recalculated(clock, why, before[clock.pk]), promises)


def _turn(
    clocks: Sequence[Clock],
    kind: Kind | None,
    cause: Cause,
    tells: Callable[[Clock, Cause], Fact],
    promises: dict[int, Promise] | None = None,
) -> int:
    """Append one line to each ledger; ``kind`` None keeps what each clock does."""
    late = [fact for clock in clocks if (fact := _breach_first(clock, cause))]
    for clock in clocks:
        _append(clock, kind or Kind(clock.kind), cause, (promises or {}).get(clock.pk))
    Segment.objects.bulk_create([_line(clock, cause) for clock in clocks])
    Clock.objects.bulk_update(clocks, _COLUMNS, batch_size=500)
    tell_many([*late, *(tells(clock, cause) for clock in clocks)])
    _tell_below(clocks)
    return len(clocks)


def _tell_below(clocks: Iterable[Clock]) -> None:
    """Let incidents know until when their service is promised back: urgency follows from that, too."""
    if due := {clock.ticket_id: clock.due_at for clock in clocks if clock.measure == Measure.RESOLUTION}:
        incidents.promise(due)


_WAITS = (State.ON_HOLD, State.WAITING)
_COLUMNS = (
    "kind",
    "terms",
    "calendar",
    "length",
    "counted_seconds",
    "since",
    "warn_at",
    "due_at",
    "warned_at",
    "breached_at",
)


def _breach_first(clock: Clock, cause: Cause) -> Fact | None:
    """A clock whose time ran out before this turn has breached, even if no sweep has seen it yet."""
    if clock.due_at is None or clock.breached_at or clock.due_at > cause.at:
        return None
    clock.breached_at = cause.at
    return telling.breached(clock, cause)


def _append(clock: Clock, kind: Kind, cause: Cause, promise: Promise | None) -> None:
    """Close the last line and open the next one."""
    at = _moment(clock, kind, cause.at)
    if clock.is_running:
        clock.counted_seconds += calendars.between(clock.terms.hours, clock.since, at)
    clock.kind, clock.since, clock.length = kind, at, clock.length + 1
    if promise:
        clock.terms, clock.calendar = promise.terms, promise.calendar
    if promise or kind == Kind.MET:
        _forget_what_does_not_hold(clock)
    running = kind == Kind.RUNNING
    clock.warn_at, clock.due_at = rules.due(clock.terms, clock.counted_seconds, at) if running else (None, None)


def _moment(clock: Clock, kind: Kind, at: datetime) -> datetime:
    """Where the line begins: never before the last one, and not before a breach that was told already.

    A clock that is met is an exception: when the service was back before the breach, it was.
    """
    told = None if kind == Kind.MET else clock.breached_at
    return max(moment for moment in (at, clock.since, told) if moment)


def _forget_what_does_not_hold(clock: Clock) -> None:
    """A clock may be in time again, under a longer promise or in hindsight. That it was not stays told."""
    whole = clock.terms.target_seconds
    if whole is None or clock.counted_seconds < whole:
        clock.breached_at = None
    if whole is None or clock.counted_seconds < rules.share_to_warn(clock.terms):
        clock.warned_at = None


def _new(ticket: Ticket, measure: Measure, promise: Promise, cause: Cause) -> Clock:
    warn_at, due_at = rules.due(promise.terms, 0, cause.at)
    return Clock(
        ticket=ticket,
        measure=measure,
        kind=Kind.RUNNING,
        terms=promise.terms,
        calendar=promise.calendar,
        since=cause.at,
        started_at=cause.at,
        warn_at=warn_at,
        due_at=due_at,
    )


def _line(clock: Clock, cause: Cause) -> Segment:
    return Segment(
        clock=clock,
        position=clock.length,
        kind=clock.kind,
        from_at=clock.since,
        reason=cause.reason[:200],
        terms=clock.terms,
        fact=cause.fact,
        by=str(cause.by),
    )


def _locked(ticket_id: int, which: Q) -> list[Clock]:
    """The ticket's clocks, locked in one order so that two turns cannot wait for each other."""
    rows = Clock.objects.filter(which, ticket=ticket_id).select_related("terms")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _locked_many(ticket_ids: Sequence[int], which: Q) -> list[Clock]:
    rows = Clock.objects.filter(which, ticket__in=ticket_ids).select_related("terms")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _locked_with_tickets(ticket_ids: Iterable[int]) -> list[Clock]:
    rows = Clock.objects.alive().filter(ticket__in=ticket_ids)
    return list(rows.select_related("terms", "ticket__service__hours").select_for_update(of=("self",)).order_by("pk"))
