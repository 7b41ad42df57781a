"""Time worked on tickets."""

from datetime import datetime
from typing import Annotated

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.desk.tickets import found
from watchkeep.doors.api.resources.incidents.finding import Number
from watchkeep.doors.api.shapes import Change, Id, Line, Listing, Moment, Named, Nothing, Paging, Record, Whole, Words
from watchkeep.kernel.errors import Refused
from watchkeep.work.timesheets import life, queries
from watchkeep.work.timesheets.models import Entry
from watchkeep.work.timesheets.permissions import P

router = Resource("Time worked")
of_tickets = Resource("Time worked")
Seconds = Annotated[Whole, Field(ge=1, le=life.LONGEST, examples=[900])]


class TimeEntryOut(Record):
    """How long somebody worked on a ticket."""

    id: int
    ticket: str
    person: Named
    began_at: datetime
    ended_at: datetime | None
    """Null while the clock runs."""
    seconds: int
    note: str
    is_struck: bool
    """Whether it does not count."""

    @classmethod
    def of(cls, entry: Entry) -> "TimeEntryOut":
        """Show an entry whose ticket and person are loaded."""
        names = ("began_at", "ended_at", "seconds", "note", "is_struck")
        person = Named(id=entry.person_id, name=entry.person.name)
        own = {name: getattr(entry, name) for name in names}
        return cls(id=entry.pk, ticket=entry.ticket.number, person=person, **own)


class TimeNew(Change):
    """How long you worked, and what you did."""

    seconds: Seconds
    note: Words = ""
    began_at: Moment | None = None


class TimeCorrection(Change):
    """How long it was, and why it said something else."""

    seconds: Seconds
    reason: Line = Field(examples=["It was five minutes"])


class TimeStrike(Change):
    """Why it does not count."""

    reason: Line = Field(examples=["It was another ticket"])


class TimeSums(Record):
    """Who worked how long on a ticket."""

    seconds: int
    people: list[Named]
    by_person: dict[int, int]
    """Seconds, by the person's id."""


@of_tickets.list("/{slug:number}/time", TimeEntryOut)
def list_time(request: Call, number: Number, paging: Query[Paging]) -> Listing[TimeEntryOut]:
    """The entries of a ticket, the newest first: all of them for those who log or see time, else your own."""
    rows = Entry.objects.visible_to(request.auth).filter(ticket=found(request, number))
    return answers.listed(request, rows.select_related("ticket", "person"), TimeEntryOut.of, paging)


@of_tickets.read("/{slug:number}/time/sums", TimeSums, may=P.LOG)
def sum_time(request: Call, number: Number) -> TimeSums:
    """How long everybody worked on a ticket."""
    ticket = found(request, number)
    request.auth.need(P.LOG, "see time worked")
    worked = queries.worked_on(ticket)
    return TimeSums(
        seconds=sum(one.seconds for one in worked),
        people=[Named(id=one.person, name=one.name) for one in worked],
        by_person={one.person: one.seconds for one in worked},
    )


@of_tickets.create("/{slug:number}/time", TimeEntryOut, may=P.LOG)
def log_time(request: Call, number: Number, body: TimeNew) -> TimeEntryOut:
    """Write down how long you worked."""
    return TimeEntryOut.of(life.log(found(request, number), by=request.auth, **body.given()))


@of_tickets.verb("/{slug:number}/time/start", TimeEntryOut, may=P.LOG)
def start_clock(request: Call, number: Number, body: Nothing) -> TimeEntryOut:  # noqa: ARG001  # it needs nothing
    """Let your clock run; one that runs elsewhere is stopped."""
    return TimeEntryOut.of(life.start(found(request, number), by=request.auth))


@of_tickets.verb("/{slug:number}/time/stop", TimeEntryOut, may=P.LOG)
def stop_clock(request: Call, number: Number, body: Nothing) -> TimeEntryOut:  # noqa: ARG001  # it needs nothing
    """Stop your clock."""
    ticket = found(request, number)
    request.auth.need(P.LOG, "log time")
    running = queries.running_of(request.auth)
    if running is None or running.ticket_id != ticket.pk:
        raise Refused("Your clock does not run on this ticket.", code="wrong_state")
    life.stop(running, by=request.auth)
    return TimeEntryOut.of(running)


@router.verb("/{int:time_entry}/correct", TimeEntryOut, may=P.LOG)
def correct_time(request: Call, time_entry: Id, body: TimeCorrection) -> TimeEntryOut:
    """It was another length; the former one stays on record. The time of others takes `time.correct`."""
    entry = _found(request, time_entry)
    life.correct(entry, by=request.auth, seconds=body.seconds, reason=body.reason)
    return TimeEntryOut.of(entry)


@router.verb("/{int:time_entry}/strike", TimeEntryOut, may=P.LOG)
def strike_time(request: Call, time_entry: Id, body: TimeStrike) -> TimeEntryOut:
    """It does not count; it stays on record, struck out."""
    entry = _found(request, time_entry)
    life.strike(entry, by=request.auth, reason=body.reason)
    return TimeEntryOut.of(entry)


def _found(request: Call, time_entry: int) -> Entry:
    rows = Entry.objects.visible_to(request.auth).select_related("ticket", "person")
    return finding.one(request, rows, time_entry)
