"""Who follows an incident, and which incidents hang together."""

from datetime import datetime
from typing import Annotated

from django.db.models import Q
from django.shortcuts import get_object_or_404
from ninja import Query

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number, found, other
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Link, Relation, Ticket, Watcher
from watchkeep.work.tickets.permissions import P

router = Resource("Incidents: ties")
RelationName = Annotated[Relation, among(Relation)]


class LinkOut(Record):
    """A tie between two tickets, seen from this one."""

    id: int
    relation: RelationName
    is_outgoing: bool
    """Whether this one is the source: “blocked” then means that it is blocked by the other."""
    other: str
    """The other's number."""
    title: str
    created_at: datetime

    @classmethod
    def of(cls, link: Link, ticket: Ticket) -> "LinkOut":
        """Show a link, with both ends loaded, from the side of a ticket."""
        far = link.target if link.source_id == ticket.pk else link.source
        return cls(
            id=link.pk,
            relation=Relation(link.relation),
            is_outgoing=link.source_id == ticket.pk,
            other=far.number,
            title=far.title,
            created_at=link.created_at,
        )


class Linking(Change):
    """What to tie it to."""

    other: Number
    relation: RelationName = Relation.RELATES


class Watching(Change):
    """Who shall follow it; yourself unless told otherwise."""

    person: Ref | None = None


@router.list("/{slug:number}/links", LinkOut)
def list_links(request: Call, number: Number, paging: Query[Paging]) -> Listing[LinkOut]:
    """The ties of an incident, both ways, as far as you may see the other end."""
    ticket = found(request, number).ticket
    seen = Ticket.objects.visible_to(request.auth).values("pk")
    ties = Q(source=ticket, target__in=seen) | Q(target=ticket, source__in=seen)
    links = Link.objects.filter(ties).select_related("source", "target")
    return answers.listed(request, links, lambda link: LinkOut.of(link, ticket), paging, order=("id",))


@router.create("/{slug:number}/links", LinkOut, may=P.LINK)
def link_incident(request: Call, number: Number, body: Linking) -> LinkOut:
    """Tie it to another one."""
    ticket, far = found(request, number).ticket, other(request, body.other, "other").ticket
    life.link(ticket, by=request.auth, other=far, relation=body.relation)
    return LinkOut.of(Link.objects.get(source=ticket, target=far, relation=body.relation), ticket)


@router.remove("/{slug:number}/links/{int:link}", may=P.LINK)
def unlink_incident(request: Call, number: Number, link: Id) -> None:
    """Take a tie away, from whichever side."""
    ticket = found(request, number).ticket
    ties = Link.objects.filter(Q(source=ticket) | Q(target=ticket))
    life.unlink(ticket, by=request.auth, link=get_object_or_404(ties, pk=link))


@router.list("/{slug:number}/watchers", Named)
def list_watchers(request: Call, number: Number, paging: Query[Paging]) -> Listing[Named]:
    """Who follows the incident."""
    watchers = Watcher.objects.filter(ticket=found(request, number).pk).select_related("person")
    return answers.listed(
        request, watchers, lambda one: Named(id=one.person_id, name=one.person.name), paging, order=("id",)
    )


@router.verb("/{slug:number}/watchers", None, may=P.WATCH)
def watch_incident(request: Call, number: Number, body: Watching) -> None:
    """Follow it, or (with `ticket.edit`) let somebody else follow it."""
    ticket = found(request, number).ticket
    life.watch(ticket, by=request.auth, person=follower_of(request, body))


@router.remove("/{slug:number}/watchers/{int:person}", may=P.WATCH)
def unwatch_incident(request: Call, number: Number, person: Id) -> None:
    """Follow it no longer."""
    ticket = found(request, number).ticket
    follower = get_object_or_404(Person, pk__in=Watcher.objects.filter(ticket=ticket).values("person"), pk=person)
    life.unwatch(ticket, by=request.auth, person=follower)


def follower_of(request: Call, body: Watching) -> Person:
    """Who shall follow: whom the body names, or the caller."""
    people = Person.objects.visible_to(request.auth).active()
    person = answers.refer(people, body.person or request.auth.person, "person")
    if person is None:
        raise Refused("Say who shall follow it.", field="person", code="missing")
    return person
