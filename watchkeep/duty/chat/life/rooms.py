"""The channel of an incident: asked for, made, closed after the incident."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.chat import events
from watchkeep.duty.chat.life.saying import ALL_BUTTONS, ARCHIVE, GREET, OPEN, as_message, put
from watchkeep.duty.chat.models import Room, Workspace
from watchkeep.duty.chat.permissions import P
from watchkeep.duty.chat.rules.names import channel_name
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as notices
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.models import Ticket


@transaction.atomic
def open_room(workspace: Workspace, ticket: Ticket, *, by: Actor) -> Room:
    """Give an incident a channel of its own; the one that it has already is as good."""
    by.need(P.OPEN, _("open channels"))
    if not workspace.makes_channels:
        raise Refused(_("No channels can be made there."))
    if not workspace.is_active:
        raise Refused(_("The workspace is paused."))
    Ticket.objects.select_for_update().only("pk").get(pk=ticket.pk)
    earlier = Room.objects.filter(workspace=workspace, ticket=ticket)
    if living := earlier.living().first():
        return living
    name = channel_name(ticket.number, ticket.title, earlier.count())
    room = Room.objects.create(workspace=workspace, ticket=ticket, name=name)
    fact = tell(events.RoomAsked(record=ticket.pk, by=by, room=room.pk, workspace=workspace.name, name=name))
    message = as_message(ticket, notices.subject_for(ticket), name)
    put(workspace, OPEN, message, fact_id=fact.id, ticket=ticket, room=room)
    put(workspace, GREET, message, fact_id=fact.id, ticket=ticket, room=room, buttons=ALL_BUTTONS)
    return room


@transaction.atomic
def note_made(room: Room, channel: str, url: str) -> None:
    """The channel is there."""
    if Room.objects.filter(pk=room.pk, channel="").update(
        channel=channel, url=url[:500], made_at=clock.now(), failed_at=None
    ):
        tell(events.RoomOpened(record=room.ticket_id, by=CLOCK, **_named(room)))


@transaction.atomic
def note_not_made(room: Room) -> None:
    """It could not be made, however often it was tried."""
    if Room.objects.filter(pk=room.pk, channel="", failed_at=None).update(failed_at=clock.now()):
        tell(events.RoomFailed(record=room.ticket_id, by=CLOCK, **_named(room)))


@transaction.atomic
def archive_rooms(ticket: Ticket, *, fact_id: int) -> int:
    """The incident is over: close its channels, once everything is said. Returns how many."""
    rooms = list(Room.objects.living().filter(ticket=ticket).select_related("workspace"))
    for room in rooms:
        if room.failed_at:
            note_archived(room)
            continue
        message = notify.Message(subject=_("Archive %(name)s") % {"name": room.name}, body=room.name)
        put(room.workspace, ARCHIVE, message, fact_id=fact_id, ticket=ticket, room=room)
    return len(rooms)


@transaction.atomic
def note_archived(room: Room) -> None:
    """The channel is closed."""
    if Room.objects.living().filter(pk=room.pk).update(archived_at=clock.now()) and room.channel:
        tell(events.RoomArchived(record=room.ticket_id, by=CLOCK, **_named(room)))


def _named(room: Room) -> dict[str, Any]:
    return {"room": room.pk, "workspace": room.workspace.name, "name": room.name}
