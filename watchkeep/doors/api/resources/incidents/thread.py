"""The thread of an incident: what people write, and the timeline of all that happened."""

from datetime import datetime
from typing import Annotated

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.facts import FactOut
from watchkeep.doors.api.resources.incidents.finding import Number, found
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Moment, Named, Paging, Record, Text
from watchkeep.kernel import facts
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.models import FactRow
from watchkeep.work.incidents import life
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Comment, Pin
from watchkeep.work.tickets.permissions import P as Ticket
from watchkeep.work.tickets.queries import PUBLIC

router = Resource("Incidents: thread")
Said = Annotated[Text, Field(min_length=1, pattern=r"\S")]


class CommentOut(Record):
    """One entry of the thread."""

    id: int
    author: Named | None
    """The person who wrote it."""
    by: str
    """Who wrote it, as facts remember: `person:12`, `integration:3`."""
    body: str
    """Markdown."""
    is_public: bool
    """A reply; otherwise an internal note."""
    is_update: bool
    created_at: datetime

    @classmethod
    def of(cls, comment: Comment) -> "CommentOut":
        """Show a comment whose author is loaded."""
        return cls(
            id=comment.pk,
            author=Named.of(comment.author),
            by=comment.author_key,
            body=comment.body,
            is_public=comment.is_public,
            is_update=comment.is_update,
            created_at=comment.created_at,
        )


class Writing(Change):
    """What to say."""

    body: Said = Field(examples=["We are looking into it."])
    is_public: Flag = Field(True, description="A reply that everybody on the ticket reads, or an internal note.")


class Update(Writing):
    """How it stands, for those who wait."""

    next_update_at: Moment | None = Field(None, description="When they will hear more.")


class EntryPin(Change):
    """Which entry."""

    entry: Id = Field(description="The id of a fact of its timeline.")


@router.list("/{slug:number}/comments", CommentOut)
def list_comments(request: Call, number: Number, paging: Query[Paging]) -> Listing[CommentOut]:
    """What people have written, the oldest first."""
    comments = Comment.objects.visible_to(request.auth).filter(ticket=found(request, number).pk)
    return answers.listed(request, comments.select_related("author"), CommentOut.of, paging, order=("id",))


@router.create("/{slug:number}/comments", CommentOut, may=Ticket.REPLY)
def add_comment(request: Call, number: Number, body: Writing) -> CommentOut:
    """Reply, or write an internal note (which takes `note.write`)."""
    write = tickets.reply if body.is_public else tickets.note
    return CommentOut.of(write(found(request, number).ticket, by=request.auth, body=body.body))


@router.create("/{slug:number}/updates", CommentOut, may=P.UPDATE)
def post_update(request: Call, number: Number, body: Update) -> CommentOut:
    """Tell those who wait how it stands, and when they will hear more."""
    return CommentOut.of(life.post_update(found(request, number), by=request.auth, **body.given()))


@router.list("/{slug:number}/timeline", FactOut)
def list_timeline(request: Call, number: Number, paging: Query[Paging]) -> Listing[FactOut]:
    """Everything that was told of it, in order. Who may not see notes is told what is public."""
    return answers.listed(request, _told(request, number), FactOut.of, paging, order=("id",))


@router.list("/{slug:number}/pins", FactOut)
def list_pins(request: Call, number: Number, paging: Query[Paging]) -> Listing[FactOut]:
    """The entries of its timeline that tell the story, in order."""
    pins = Pin.objects.filter(ticket=found(request, number).pk).values("fact")
    return answers.listed(request, _told(request, number).filter(pk__in=pins), FactOut.of, paging, order=("id",))


@router.verb("/{slug:number}/pins", None, may=Ticket.NOTE)
def pin_entry(request: Call, number: Number, body: EntryPin) -> None:
    """Mark an entry of the timeline as one that tells the story."""
    tickets.pin(found(request, number).ticket, by=request.auth, entry=body.entry)


@router.remove("/{slug:number}/pins/{int:entry}", may=Ticket.NOTE)
def unpin_entry(request: Call, number: Number, entry: Id) -> None:
    """Take the mark away."""
    ticket = found(request, number).ticket
    get_object_or_404(Pin, ticket=ticket, fact=entry)
    tickets.unpin(ticket, by=request.auth, entry=entry)


def public(actor: Actor, told: QuerySet[FactRow]) -> QuerySet[FactRow]:
    """Of what was told, what this caller may read: who may not see notes reads what is public."""
    if actor.may(Ticket.SEE_NOTES):
        return told
    return told.filter(kind__in=PUBLIC).exclude(Q(data__has_key="is_public") & Q(data__is_public=False))


def _told(request: Call, number: str) -> QuerySet[FactRow]:
    return public(request.auth, facts.told("ticket", found(request, number).pk))
