"""The thread of a ticket of any kind: what people write, its files, who follows it, and all that was told of it."""

from django.db.models import Q, QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query
from ninja.files import UploadedFile

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.desk.tickets import found, visible
from watchkeep.doors.api.resources.facts import FactOut
from watchkeep.doors.api.resources.incidents.clocks import ClockOut, ClocksOut
from watchkeep.doors.api.resources.incidents.files import AttachmentOut, handed_out
from watchkeep.doors.api.resources.incidents.finding import Number
from watchkeep.doors.api.resources.incidents.thread import CommentOut, Writing, public
from watchkeep.doors.api.resources.incidents.ties import Linking, LinkOut, Watching, follower_of
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging
from watchkeep.duty.sla import queries as sla
from watchkeep.estate.people.models import Person
from watchkeep.kernel import facts
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Attachment, Comment, Link, Ticket, Watcher
from watchkeep.work.tickets.permissions import P

router = Resource("Tickets: thread")


@router.list("/{slug:number}/comments", CommentOut)
def list_ticket_comments(request: Call, number: Number, paging: Query[Paging]) -> Listing[CommentOut]:
    """What people have written, the oldest first."""
    said = Comment.objects.visible_to(request.auth).filter(ticket=found(request, number).pk)
    return answers.listed(request, said.select_related("author"), CommentOut.of, paging, order=("id",))


@router.create("/{slug:number}/comments", CommentOut, may=P.REPLY)
def comment_ticket(request: Call, number: Number, body: Writing) -> CommentOut:
    """Reply, or write an internal note (which takes `note.write`)."""
    write = life.reply if body.is_public else life.note
    return CommentOut.of(write(found(request, number), by=request.auth, body=body.body))


@router.list("/{slug:number}/timeline", FactOut)
def list_ticket_timeline(request: Call, number: Number, paging: Query[Paging]) -> Listing[FactOut]:
    """Everything that was told of it, in order. Who may not see notes is told what is public."""
    told = public(request.auth, facts.told("ticket", found(request, number).pk))
    return answers.listed(request, told, FactOut.of, paging, order=("id",))


@router.list("/{slug:number}/attachments", AttachmentOut)
def list_ticket_attachments(request: Call, number: Number, paging: Query[Paging]) -> Listing[AttachmentOut]:
    """Its files, the oldest first."""
    return answers.listed(request, _files(request, number), AttachmentOut.of, paging, order=("id",))


@router.create("/{slug:number}/attachments", AttachmentOut, may=P.ATTACH)
def attach_ticket_file(
    request: Call, number: Number, file: File[UploadedFile], is_public: Form[bool] = True
) -> AttachmentOut:
    """Add a file of at most 25 MB. Its name, declared type and first bytes must all say the same."""
    declared, name = file.content_type or "", file.name or ""
    kept = life.attach(
        found(request, number), by=request.auth, file=file, name=name, declared=declared, is_public=is_public
    )
    return AttachmentOut.of(kept)


@router.download("/{slug:number}/attachments/{int:attachment}/content")
def download_ticket_file(request: Call, number: Number, attachment: Id) -> FileResponse:
    """Return the file itself, always as a download."""
    return handed_out(get_object_or_404(_files(request, number), pk=attachment))


@router.list("/{slug:number}/links", LinkOut)
def list_ticket_links(request: Call, number: Number, paging: Query[Paging]) -> Listing[LinkOut]:
    """Its ties to tickets of whatever kind, both ways, as far as you may see the other end."""
    ticket, seen = found(request, number), visible(request.auth).values("pk")
    ties = Q(source=ticket, target__in=seen) | Q(target=ticket, source__in=seen)
    links = Link.objects.filter(ties).select_related("source", "target")
    return answers.listed(request, links, lambda link: LinkOut.of(link, ticket), paging, order=("id",))


@router.create("/{slug:number}/links", LinkOut, may=P.LINK)
def link_ticket(request: Call, number: Number, body: Linking) -> LinkOut:
    """Tie it to another one, of whatever kind."""
    ticket, far = found(request, number), visible(request.auth).filter(number=body.other).first()
    if far is None:
        raise Refused("There is no such ticket.", field="other", code="unknown")
    life.link(ticket, by=request.auth, other=far, relation=body.relation)
    return LinkOut.of(Link.objects.get(source=ticket, target=far, relation=body.relation), ticket)


@router.remove("/{slug:number}/links/{int:link}", may=P.LINK)
def unlink_ticket(request: Call, number: Number, link: Id) -> None:
    """Take a tie away, from whichever side."""
    ticket = found(request, number)
    ties = Link.objects.filter(Q(source=ticket) | Q(target=ticket))
    life.unlink(ticket, by=request.auth, link=get_object_or_404(ties, pk=link))


@router.list("/{slug:number}/watchers", Named)
def list_ticket_watchers(request: Call, number: Number, paging: Query[Paging]) -> Listing[Named]:
    """Who follows it."""
    rows = Watcher.objects.filter(ticket=found(request, number).pk).select_related("person")
    return answers.listed(
        request, rows, lambda one: Named(id=one.person_id, name=one.person.name), paging, order=("id",)
    )


@router.verb("/{slug:number}/watchers", None, may=P.WATCH)
def watch_ticket(request: Call, number: Number, body: Watching) -> None:
    """Follow it, or let somebody else follow it."""
    ticket = found(request, number)
    life.watch(ticket, by=request.auth, person=follower_of(request, body))


@router.remove("/{slug:number}/watchers/{int:person}", may=P.WATCH)
def unwatch_ticket(request: Call, number: Number, person: Id) -> None:
    """Follow it no longer."""
    ticket = found(request, number)
    follower = get_object_or_404(Person, pk__in=Watcher.objects.filter(ticket=ticket).values("person"), pk=person)
    life.unwatch(ticket, by=request.auth, person=follower)


@router.read("/{slug:number}/clocks", ClocksOut)
def list_ticket_clocks(request: Call, number: Number) -> ClocksOut:
    """Every clock of the ticket, explained down to its ledger."""
    return ClocksOut(items=[ClockOut.of(one) for one in sla.explain_all(found(request, number).pk)])


def _files(request: Call, number: str) -> QuerySet[Attachment]:
    ticket: Ticket = found(request, number)
    return Attachment.objects.visible_to(request.auth).filter(ticket=ticket.pk)
