"""Carries a delivery of the channel "chat": reads what it shall do, does it through the port, writes down what came.

The delivery's own machinery tries again with growing pauses, gives up aloud and keeps the log. If the process dies
between the chat's yes and our commit, it is done again: a channel is found by its name, a message may come twice.
"""

from collections.abc import Callable, Mapping
from typing import Any

from watchkeep.duty.chat import life, queries
from watchkeep.duty.chat.jobs.bot import TeamsBot
from watchkeep.duty.chat.jobs.calling import Unsaid
from watchkeep.duty.chat.jobs.mattermost import Mattermost
from watchkeep.duty.chat.jobs.ports import Chat, Guest
from watchkeep.duty.chat.jobs.slack import Slack
from watchkeep.duty.chat.jobs.teams import Teams
from watchkeep.duty.chat.models import Kind, Room, Workspace
from watchkeep.duty.chat.rules.cards import Button, Card, Form
from watchkeep.duty.notify.life import Answer
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel.outgoing import Allowance

PORTS: Mapping[str, Callable[[Workspace, Allowance], Chat]] = {
    Kind.SLACK: Slack,
    Kind.MATTERMOST: Mattermost,
    Kind.BOT: TeamsBot,
    Kind.TEAMS: Teams,
}
PAGES = {"ack": "acknowledge", "command": "response", "update": "update"}
"""Where each button can be pressed as well, below the room's address."""
FLEETING = ("ask", "answer")
"""What is for one person's eyes at one moment: it says nothing about whether the workspace works."""


def carry(delivery: Delivery, allowed: Allowance) -> Answer:
    """Do what a delivery says, once."""
    order: dict[str, Any] = delivery.headers
    workspace = Workspace.objects.get(pk=order["workspace"])
    if not workspace.is_active:
        return Answer.never("The workspace is paused.")
    try:
        said = _DOES[order["do"]](PORTS[workspace.kind](workspace, allowed), workspace, delivery)
        answer = Answer.sent(said)
    except Unsaid as no:
        is_final = no.is_final or order["do"] == "ask"
        answer = Answer.never(no.text) if is_final else Answer.try_again(no.text)
    if order["do"] not in FLEETING:
        life.note_answer(workspace, answer.text, went=answer == Answer.sent(answer.text))
    return answer


def _open(chat: Chat, workspace: Workspace, delivery: Delivery) -> str:
    room = Room.objects.get(pk=delivery.headers["room"])
    if room.channel:
        return "The channel was made already."
    channel = chat.open(room.name, delivery.subject, is_private=workspace.is_private)
    life.note_made(room, channel.id, channel.url)
    return f"ok {channel.id}"


def _greet(chat: Chat, workspace: Workspace, delivery: Delivery) -> str:
    if delivery.ticket:
        delivery.body = life.standing(delivery.ticket, workspace)
    return _say(chat, workspace, delivery)


def _invite(chat: Chat, workspace: Workspace, delivery: Delivery) -> str:
    guests = [Guest(remote, email) for remote, email in queries.guests(workspace, delivery.headers["people"])]
    return chat.invite(_channel(workspace, delivery), guests)


def _say(chat: Chat, workspace: Workspace, delivery: Delivery) -> str:
    tokens: dict[str, str] = delivery.headers.get("buttons", {})
    buttons = tuple(
        Button(name, label, tokens[name], is_first=name == "ack", page=f"{delivery.link}/{PAGES[name]}")
        for name, label in life.button_labels().items()
        if name in tokens
    )
    card = Card(
        title=delivery.subject, text=delivery.body, link=delivery.link, link_text=delivery.link_text, buttons=buttons
    )
    return chat.say(_channel(workspace, delivery), card, str(delivery.mark))


def _archive(chat: Chat, workspace: Workspace, delivery: Delivery) -> str:
    said = chat.archive(_channel(workspace, delivery))
    life.note_archived(Room.objects.get(pk=delivery.headers["room"]))
    return said


def _ask(chat: Chat, _workspace: Workspace, delivery: Delivery) -> str:
    order = delivery.headers
    form = Form(title=delivery.subject, label=order["label"], submit=order["submit"], token=order["token"])
    return chat.ask(delivery.address, form)


def _answer(chat: Chat, _workspace: Workspace, delivery: Delivery) -> str:
    return chat.answer(delivery.address, delivery.body)


def _test(chat: Chat, workspace: Workspace, delivery: Delivery) -> str:
    who = chat.check()
    if workspace.channel or not workspace.makes_channels:
        _say(chat, workspace, delivery)
    return who


def _channel(workspace: Workspace, delivery: Delivery) -> str:
    """Where it belongs: the channel named, the incident's own, or the one for all when that could not be made."""
    room = Room.objects.filter(pk=delivery.headers.get("room") or 0).first()
    if room is None or room.failed_at:
        return delivery.headers.get("channel") or workspace.channel
    if not room.channel:
        raise Unsaid("The channel is not there yet.", is_final=False)
    if room.archived_at:
        raise Unsaid("The channel is archived.", is_final=True)
    return room.channel


_DOES: Mapping[str, Callable[[Chat, Workspace, Delivery], str]] = {
    "open": _open,
    "greet": _greet,
    "invite": _invite,
    "say": _say,
    "archive": _archive,
    "ask": _ask,
    "answer": _answer,
    "test": _test,
}
