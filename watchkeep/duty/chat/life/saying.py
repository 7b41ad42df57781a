"""What is said in a chat: each word is a delivery of notify's, in one lane a workspace, so that it keeps its order.

A delivery's ``headers`` say what shall be done; ``outsider`` names it, so that the same fact says a thing once.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.duty.chat import events, queries
from watchkeep.duty.chat.life.accounts import button_token
from watchkeep.duty.chat.models import Relay, Room, Workspace
from watchkeep.duty.communications.models import Message
from watchkeep.duty.notify import life as notify
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.models import Ticket

OPEN, GREET, INVITE, SAY, ARCHIVE = "open", "greet", "invite", "say", "archive"
ASK, ANSWER, TEST = "ask", "answer", "test"
QUICK = (ASK, ANSWER)
ALL_BUTTONS = ("ack", "command", "update")


def button_labels() -> dict[str, str]:
    """What stands on each button."""
    return {"ack": _("Acknowledge"), "command": _("Take command"), "update": _("Post an update")}


def say(
    ticket: Ticket,
    title: str,
    text: str = "",
    *,
    fact_id: int,
    buttons: Iterable[str] = (),
    in_all: bool = False,
    in_room: bool = True,
) -> None:
    """Say something in the channels of an incident. ``in_all``: also where every incident of its weight is told."""
    rooms = {room.workspace_id: room for room in Room.objects.living().filter(ticket=ticket)}
    for workspace in Workspace.objects.speaking():
        message = as_message(ticket, title, text)
        room = rooms.get(workspace.pk)
        if room and in_room:
            put(workspace, SAY, message, fact_id=fact_id, ticket=ticket, room=room, buttons=buttons)
        if workspace.wants_word(ticket.severity) and (in_all or (room is None and not workspace.makes_channels)):
            put(workspace, SAY, message, fact_id=fact_id, ticket=ticket, buttons=buttons)


def standing(ticket: Ticket, workspace: Workspace) -> str:
    """How it stands, a line a thing, and what one can type: the first word in a fresh channel."""
    lines = [_("State: %(state)s") % {"state": ticket.get_state_display()}]
    if ticket.assignee:
        lines.append(_("Works on it: %(name)s") % {"name": ticket.assignee.name})
    lines += [f"{seat.role.name}: {seat.holder.name}" for seat in queries.seats(ticket.pk) if seat.holder]
    lines.append(_("Type %(command)s help to see what you can do from here.") % {"command": workspace.spoken})
    return "\n".join(lines)


def call_in(room: Room, *, fact_id: int) -> None:
    """Invite everybody who belongs into a fresh channel."""
    ticket = Ticket.objects.get(pk=room.ticket_id)
    _invite(room, ticket, queries.crew(ticket), fact_id=fact_id)


def invite(ticket: Ticket, people: Sequence[int], *, fact_id: int) -> None:
    """Bring people into the channels of an incident."""
    for room in Room.objects.living().filter(ticket=ticket, workspace__is_active=True).select_related("workspace"):
        _invite(room, ticket, people, fact_id=fact_id)


def relay(message: Message, *, fact_id: int) -> None:
    """Post what an audience was told in the channels that relay it. The room's address is for our own people alone."""
    ticket = message.ticket
    own = notify.Message(subject=message.subject, body=message.body)
    words = own if message.is_outside else as_message(ticket, message.subject, message.body)
    for one in Relay.objects.filter(audience=message.audience_id, workspace__is_active=True).select_related(
        "workspace"
    ):
        put(one.workspace, SAY, words, fact_id=fact_id, ticket=ticket, relay=one.pk, channel=one.channel)


def ask_for_update(workspace: Workspace, ticket: Ticket, *, by: Actor, trigger: str, token: str) -> None:
    """Open a form before somebody who wants to post an update."""
    fact = tell(events.Answered(record=workspace.pk, by=by, person=by.person, what="update"))
    message = notify.Message(subject=ticket.number, body=_("Form for an update"))
    said: dict[str, Any] = {"label": _("How it stands"), "submit": _("Post"), "token": token}
    put(workspace, ASK, message, fact_id=fact.id, address=trigger, **said)


def answer(workspace: Workspace, text: str, *, by: Actor | str, what: str, to: str) -> None:
    """Answer somebody alone who pressed a button. ``to`` is the address that the chat gave for it."""
    person = by.person if isinstance(by, Actor) else None
    fact = tell(events.Answered(record=workspace.pk, by=by, person=person, what=what[:20]))
    put(workspace, ANSWER, notify.Message(subject=what[:60], body=text), fact_id=fact.id, address=to)


def put(  # a word has this many parts
    workspace: Workspace,
    do: str,
    message: notify.Message,
    *,
    fact_id: int,
    ticket: Ticket | None = None,
    room: Room | None = None,
    buttons: Iterable[str] = (),
    address: str = "",
    **more: Any,
) -> None:
    """Write one delivery."""
    lane = workspace.quick_lane if do in QUICK else workspace.lane
    order = {"do": do, "workspace": workspace.pk, "room": room.pk if room else None, **more}
    if ticket and buttons:
        order["buttons"] = {name: button_token(workspace, ticket, name) for name in buttons}
    place = f"room:{room.pk}" if room else f"relay:{more['relay']}" if "relay" in more else "all"
    letter = notify.Letter(
        outsider=f"chat:{workspace.pk}:{do}:{place}",
        way=notify.Way("chat", lane, address or workspace.address, (room.name if room else workspace.name)[:120]),
        message=message,
        headers=order,
    )
    notify.send_outside([letter], fact_id=fact_id, ticket=ticket)


def _invite(room: Room, ticket: Ticket, people: Sequence[int], *, fact_id: int) -> None:
    if people:
        message = notify.Message(subject=_("Invitation to %(name)s") % {"name": room.name}, body=room.name)
        put(room.workspace, INVITE, message, fact_id=fact_id, ticket=ticket, room=room, people=list(people))


def as_message(ticket: Ticket, title: str, text: str = "") -> notify.Message:
    """Words with the way to the incident's page."""
    title = _("Drill: %(title)s") % {"title": title} if ticket.is_drill else title
    link = f"{settings.BASE_URL}/incidents/{ticket.number}"
    label = _("Open %(number)s") % {"number": ticket.number}
    return notify.Message(subject=title, body=text, link=link, link_text=label)
