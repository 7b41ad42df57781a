"""Tickets of every kind: one queue, and what all of them have."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number
from watchkeep.doors.api.resources.incidents.queue import IncidentFilters
from watchkeep.doors.api.resources.incidents.shapes import StateName
from watchkeep.doors.api.shapes import Change, Line, Listing, Named, Paging, Record, Ref, Text, among
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.desk import life
from watchkeep.work.desk.models import Macro
from watchkeep.work.desk.permissions import P as Desk
from watchkeep.work.tickets import queries
from watchkeep.work.tickets.models import Comment, Kind, State, Ticket
from watchkeep.work.tickets.permissions import P

router = Resource("Tickets")
calls = Resource("Tickets")
KindName = Annotated[Kind, among(Kind)]
_BESIDE = ("service", "team", "assignee", "requester", "organisation")


class TicketRow(Record):
    """A ticket of any kind, as a line of the queue."""

    id: int
    number: str
    kind: KindName
    title: str
    state: StateName
    is_open: bool
    priority: int
    severity: int | None
    service: Named | None
    team: Named | None
    assignee: Named | None
    tags: list[str]
    opened_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, ticket: Ticket) -> "TicketRow":
        """Show a ticket whose service, team and assignee are loaded."""
        names = ("number", "title", "is_open", "priority", "severity", "tags", "opened_at", "updated_at")
        return cls(
            id=ticket.pk,
            kind=Kind(ticket.kind),
            state=State(ticket.state),
            service=Named.of(ticket.service),
            team=Named.of(ticket.team),
            assignee=Named.of(ticket.assignee),
            **{name: getattr(ticket, name) for name in names},
        )

    def href(self) -> str:
        """Where the ticket is found."""
        return f"/api/v1/tickets/{self.number}"


class TicketFilters(IncidentFilters):
    """What the queue over all kinds is asked."""

    kind: list[KindName] = []

    def asked(self, actor: Actor) -> queries.Filters:
        """Ask the queue, among the kinds that the caller may see."""
        given = self.model_dump(exclude_none=True, mode="json")
        lists = {name: value if isinstance(value, list) else [value] for name, value in given.items()}
        kinds = [kind for kind in lists.pop("kind") or seen_kinds(actor) if kind in seen_kinds(actor)]
        words = {name: [str(value) for value in values] for name, values in lists.items()}
        found = queries.Filters.read({**words, "kind": kinds})
        return found if kinds else found.narrowed(Ticket.objects.none().values("pk"))


class Splitting(Change):
    """What of the thread becomes a ticket, and which."""

    comment: Ref
    title: Line = Field(examples=["The printer is broken, too"])
    kind: KindName = Kind.INCIDENT


class Belonging(Change):
    """The larger ticket, of whatever kind, or null for none."""

    parent: Number | None


class MacroUse(Change):
    """Which macro, and what you made of its words."""

    macro: Ref
    body: Text | None = None
    words: Annotated[str, Field(max_length=200)] | None = None


class CallNote(Change):
    """What somebody says on the telephone or at the desk."""

    caller: Ref
    says: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S", examples=["Cannot log in"])]
    kind: KindName = Kind.INCIDENT
    channel: Literal["phone", "walk-in"] = "phone"


@router.list("", TicketRow)
def list_tickets(request: Call, filters: Query[TicketFilters], paging: Query[Paging]) -> Listing[TicketRow]:
    """The queue over all kinds: any question, any page. `q` takes operators: `service:web -tag:vpn opened:<7d`."""
    page = queries.page(request.auth, filters.asked(request.auth), cursor=paging.cursor, size=paging.size)
    return answers.paged(request, page, TicketRow.of)


@router.read("/{slug:number}", TicketRow)
def get_ticket(request: Call, number: Number) -> TicketRow:
    """One ticket of any kind, in short."""
    return TicketRow.of(found(request, number))


@router.verb("/{slug:number}/macros", TicketRow, may=Desk.APPLY)
def apply_macro(request: Call, number: Number, body: MacroUse) -> TicketRow:
    """Do what a macro says, all of it or nothing. What it does takes its own permissions, too."""
    ticket, given = found(request, number), body.given()
    macro = answers.referred(Macro.objects.visible_to(request.auth), given.pop("macro"), "macro")
    life.apply_macro(macro, ticket, by=request.auth, **given)
    return TicketRow.of(found(request, number))


@router.create("/{slug:number}/split", TicketRow, may=Desk.SPLIT)
def split_ticket(request: Call, number: Number, body: Splitting) -> TicketRow:
    """Make a ticket of its own of something that was said here, with its files; both say where the other is."""
    ticket = found(request, number)
    said = Comment.objects.visible_to(request.auth).filter(ticket=ticket).select_related("author")
    comment = answers.referred(said, body.comment, "comment")
    return TicketRow.of(life.split(ticket, comment, by=request.auth, kind=body.kind, title=body.title))


@router.verb("/{slug:number}/parent", TicketRow, may=P.LINK)
def set_ticket_parent(request: Call, number: Number, body: Belonging) -> TicketRow:
    """Make it part of a larger ticket of any kind, or of none."""
    ticket, parent = found(request, number), None
    if body.parent is not None:
        parent = visible(request.auth).filter(number=body.parent).first()
        if parent is None:
            raise Refused("There is no such ticket.", field="parent", code="unknown")
    life.set_parent(ticket, by=request.auth, parent=parent)
    return TicketRow.of(found(request, number))


@calls.create("", TicketRow, may=P.NOTE)
def note_call(request: Call, body: CallNote) -> TicketRow:
    """Note down a call: the ticket is the caller's."""
    caller = answers.referred(Person.objects.visible_to(request.auth).active(), body.caller, "caller")
    given: dict[str, Any] = {"kind": body.kind, "says": body.says, "channel": body.channel}
    return TicketRow.of(life.note_call(by=request.auth, caller=caller, **given))


def found(request: Call, number: str) -> Ticket:
    """Find the ticket with this number; 404 when the caller sees none."""
    ticket: Ticket = get_object_or_404(visible(request.auth).select_related(*_BESIDE), number=number)
    return ticket


def visible(actor: Actor) -> QuerySet[Ticket]:
    """The tickets that this caller may see, of the kinds that they may see."""
    return Ticket.objects.visible_to(actor).filter(kind__in=seen_kinds(actor))


def seen_kinds(actor: Actor) -> list[str]:
    """The kinds that this caller may see."""
    return [str(kind) for kind, handle in life.KINDS.items() if not handle.see or actor.may(handle.see)]
