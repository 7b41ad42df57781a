"""Writing on a ticket: the draft that is kept, who else is there, and who can be spoken to."""

from datetime import datetime
from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.desk.tickets import found
from watchkeep.doors.api.resources.incidents.finding import Number
from watchkeep.doors.api.shapes import Change, Listing, Paging, Record, Text, among
from watchkeep.estate.people.models import Person
from watchkeep.kernel import presence
from watchkeep.kernel.errors import NotAllowed
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import Draft, Ticket, Way
from watchkeep.work.tickets.permissions import P

router = Resource("Tickets")
mentions = Resource("Tickets")
WayName = Annotated[Way, among(Way)]


class WritingOut(Record):
    """What you have begun to write on a ticket."""

    way: WayName
    """Who will read it: `note` for those who work on it, `reply` for everybody, `update` for those who wait."""
    body: str
    saved_at: datetime


class WritingNew(Change):
    """What you have written so far."""

    body: Text = Field(examples=["The log says"])
    way: WayName = Way.NOTE


class HereOut(Record):
    """Somebody who has the ticket open."""

    person: int
    name: str
    is_typing: bool


class PresenceOut(Record):
    """Who else has the ticket open now, those who type first. It is known for seconds and written nowhere."""

    others: list[HereOut]


class PresenceNew(Change):
    """What you do on the ticket. Say it again every twenty seconds or so; who falls silent is forgotten."""

    doing: Literal["looking", "typing", "gone"]


class MentionOut(Record):
    """Somebody who can be spoken to in a note."""

    person: int
    name: str
    mention: str = Field(examples=["@ana@kestrel.example"])
    """What to write into the note, so that they hear of it."""


class Begun(Paging):
    """The beginning of a name or an address, without the `@`."""

    begun: Annotated[str, Field(max_length=80)] = ""


@router.read("/{slug:number}/draft", WritingOut, absent=True)
def get_draft(request: Call, number: Number) -> WritingOut:
    """Your draft on this ticket; 404 when there is none."""
    row = get_object_or_404(Draft, ticket=found(request, number), person=request.auth.person)
    return WritingOut(way=Way(row.way), body=row.body, saved_at=row.saved_at)


@router.verb("/{slug:number}/draft", None, may=P.NOTE)
def keep_draft(request: Call, number: Number, body: WritingNew) -> None:
    """Keep what you have written so far: one draft a ticket, which your browser continues. Empty words forget it."""
    life.keep_draft(found(request, number), by=request.auth, body=body.body, way=body.way)


@router.remove("/{slug:number}/draft")
def drop_draft(request: Call, number: Number) -> None:
    """Forget your draft."""
    life.drop_draft(found(request, number), by=request.auth)


@router.read("/{slug:number}/presence", PresenceOut, may=P.SEE_NOTES)
def get_presence(request: Call, number: Number) -> PresenceOut:
    """Who else looks at this ticket, and who is typing there."""
    return _others(request, _watched(request, number))


@router.verb("/{slug:number}/presence", PresenceOut, may=P.SEE_NOTES)
def say_presence(request: Call, number: Number, body: PresenceNew) -> PresenceOut:
    """Say that you look at this ticket, type there, or left. Answers who else is there."""
    ticket = _watched(request, number)
    if request.auth.person is None:
        raise NotAllowed("Only people look at tickets.", permission=P.SEE_NOTES)
    presence.say(f"here:{ticket.pk}", request.auth.person, body.doing)
    return _others(request, ticket)


@mentions.list("", MentionOut, may=P.NOTE)
def list_mentionable(request: Call, asked: Query[Begun]) -> Listing[MentionOut]:
    """Who may read notes, and so can be spoken to in one, by how their name or address begins."""
    request.auth.need(P.NOTE, "write notes")
    return answers.listed(request, queries.mentionable(request.auth, asked.begun), _mention, asked, order=("id",))


def _watched(request: Call, number: str) -> Ticket:
    ticket = found(request, number)
    request.auth.need(P.SEE_NOTES, "see who works on a ticket")
    return ticket


def _others(request: Call, ticket: Ticket) -> PresenceOut:
    signs = [one for one in presence.on(f"here:{ticket.pk}") if one.person != request.auth.person]
    names = dict(Person.objects.filter(pk__in=[one.person for one in signs]).values_list("pk", "name"))
    known = [one for one in signs if one.person in names]
    return PresenceOut(
        others=[HereOut(person=one.person, name=names[one.person], is_typing=one.is_typing) for one in known]
    )


def _mention(person: Person) -> MentionOut:
    return MentionOut(person=person.pk, name=person.name, mention=f"@{person.email}")
