"""What a composer sends, on a ticket of any kind: a reply, perhaps to its open parts as well, or a note; with files."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.picking import PersonField
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.desk import life as desk
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import Comment, Ticket


def reply(request: Request, ticket: Ticket, body: str) -> Comment:
    """Say something to everybody on the ticket, and on its open parts if that was ticked."""
    if "with_parts" in request.POST:
        return desk.reply_to_family(ticket, by=request.actor, body=body)[0]
    return life.reply(ticket, by=request.actor, body=body)


def note(request: Request, ticket: Ticket, body: str) -> Comment:
    """Say something to ourselves, and to whoever is to be told."""
    body = with_mention(body, request.POST.get("mention", ""), request.actor)
    return life.note(ticket, by=request.actor, body=body)


def attach(request: Request, ticket: Ticket, files: Iterable[Any], comment: Comment | None = None) -> None:
    """Add the files that came with it."""
    for one in files:
        life.attach(ticket, by=request.actor, file=one, name=one.name, declared=one.content_type or "", comment=comment)


def with_mention(body: str, chosen: str, actor: Actor) -> str:
    """The note, with the handle of whoever is to be told before it, unless it stands in there already."""
    try:
        person = PersonField(queries.mentionable(actor), required=False).clean(chosen)
    except ValidationError as no:
        raise Refused(no.messages[0], field="mention") from None
    if person is None or f"@{person.email}" in body:
        return body
    return f"@{person.email} {body}"
