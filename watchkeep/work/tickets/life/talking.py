"""Talk: replies that everybody on the ticket reads, notes for us alone, and files."""

from __future__ import annotations

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import files
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, told
from watchkeep.work.tickets import rules
from watchkeep.work.tickets.events import Attached, EntryPinned, EntryUnpinned, Noted, Replied
from watchkeep.work.tickets.life.drafting import sent
from watchkeep.work.tickets.life.editing import stir
from watchkeep.work.tickets.life.mentioning import mention
from watchkeep.work.tickets.models import Attachment, Comment, Pin, Ticket
from watchkeep.work.tickets.permissions import P

PINNING = (EntryPinned.kind, EntryUnpinned.kind)
"""What is told of pins is no part of the story, and cannot be pinned itself."""


@transaction.atomic
def reply(ticket: Ticket, *, by: Actor, body: str, folded: str = "") -> Comment:
    """Write where everybody on the ticket can read it. A requester's reply may wake the ticket up.

    ``folded`` is what a mail quoted and signed with: shown to those who ask for it.
    """
    by.need(P.REPLY, "reply")
    comment = write(ticket, by=by, body=body, is_public=True, folded=folded)
    tell(Replied(record=ticket.pk, by=by, comment=comment.pk, from_desk=by.may(P.NOTE)))
    return comment


@transaction.atomic
def note(ticket: Ticket, *, by: Actor, body: str) -> Comment:
    """Write an internal note, which requesters never see. Whoever it names (``@ana``) is told."""
    by.need(P.NOTE, "write notes")
    comment = write(ticket, by=by, body=body, is_public=False)
    tell(Noted(record=ticket.pk, by=by, comment=comment.pk))
    mention(comment, by=by)
    return comment


@transaction.atomic
def pin(ticket: Ticket, *, by: Actor, entry: int) -> None:
    """Mark an entry of the timeline: whoever joins in the night, or writes the review, reads these first."""
    by.need(P.NOTE, "pin entries")
    if not told("ticket", ticket.pk).filter(pk=entry).exclude(kind__in=PINNING).exists():
        raise Refused(_("There is no such entry."), field="entry", code="unknown")
    if Pin.objects.get_or_create(ticket=ticket, fact=entry)[1]:
        tell(EntryPinned(record=ticket.pk, by=by, entry=entry))


@transaction.atomic
def unpin(ticket: Ticket, *, by: Actor, entry: int) -> None:
    """Take the mark away."""
    by.need(P.NOTE, "pin entries")
    if Pin.objects.filter(ticket=ticket, fact=entry).delete()[0]:
        tell(EntryUnpinned(record=ticket.pk, by=by, entry=entry))


@transaction.atomic
def attach(  # a file, what it claims to be, and where it goes
    ticket: Ticket,
    *,
    by: Actor,
    file: File[bytes],
    name: str,
    declared: str = "",
    comment: Comment | None = None,
    is_public: bool = True,
) -> Attachment:
    """Add a file. Refused (field ``file``) when it is too large, of a type not taken, or not what it says."""
    by.need(P.ATTACH if is_public else P.NOTE, "attach files")
    name = rules.safe_name(name)
    head = file.read(4096)
    kept = Attachment(
        ticket=ticket, comment=comment, author_id=by.person, author_key=str(by), name=name,
        content_type=rules.content_type(name, declared, head, file.size or 0), size=file.size or 0,
        sha256=files.digest(file), is_public=is_public if comment is None else comment.is_public,
    )  # fmt: skip
    files.keep(kept, file)
    stir(ticket)
    tell(Attached(record=ticket.pk, by=by, attachment=kept.pk, name=name, is_public=kept.is_public))
    return kept


def write(
    ticket: Ticket, *, by: Actor, body: str, is_public: bool, is_update: bool = False, folded: str = ""
) -> Comment:
    """Put a comment on the thread, inside a verb that tells what it means."""
    comment = Comment.objects.create(
        ticket=ticket, author_id=by.person, author_key=str(by), author_name="" if by.person else by.name,
        body=rules.required(body, "body"), folded=folded.replace("\x00", "")[: rules.MAX_TEXT], is_public=is_public,
        is_update=is_update,
    )  # fmt: skip
    sent(ticket, by)
    stir(ticket)
    return comment
