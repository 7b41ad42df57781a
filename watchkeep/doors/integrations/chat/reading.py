"""What a request asks, whichever program sent it. Raises ``Unproven`` for what is not theirs, ValueError for noise."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from django.http import HttpRequest

from watchkeep.doors.integrations.chat import microsoft, proofs
from watchkeep.doors.integrations.chat.microsoft import Unproven
from watchkeep.duty.chat import life
from watchkeep.duty.chat.life import Pressed
from watchkeep.duty.chat.models import Kind, Workspace


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks what, and where. ``mark`` is the same when the same request comes again.

    ``text``: what was typed. ``pressed``: what a button or form of ours carried, ``is_form`` which. ``trigger`` opens a
    form; ``answer_to`` is where Slack wants the answer to a button, and Teams to a message to our bot.
    """

    workspace: Workspace
    mark: str
    remote: str
    name: str = ""
    channel: str = ""
    text: str = ""
    pressed: Pressed | None = None
    is_form: bool = False
    trigger: str = ""
    answer_to: str = ""


def command(workspace: Workspace, request: HttpRequest) -> Asked:
    """A command that somebody typed."""
    mark = proofs.prove(workspace, request)
    if workspace.kind == Kind.TEAMS:
        return _mentioned(workspace, mark, _object(request.body))
    given = request.POST
    return Asked(
        workspace=workspace,
        mark=mark,
        remote=given.get("user_id", ""),
        name=given.get("user_name", ""),
        channel=given.get("channel_id", ""),
        text=given.get("text", ""),
        trigger=given.get("trigger_id", ""),
        answer_to=given.get("response_url", ""),
    )


def action(workspace: Workspace, request: HttpRequest) -> Asked | None:
    """A button that somebody pressed, or a form of Slack's; None for what needs no answer, such as a link."""
    if workspace.kind == Kind.SLACK:
        mark = proofs.prove(workspace, request)
        return _slack(workspace, mark, _object(request.POST.get("payload", "").encode()))
    given = _object(request.body)
    pressed = life.read_button(workspace, _text(_dict(given, "context"), "token"))
    made = proofs.trigger_at(_text(given, "trigger_id"))
    if pressed is None or made is None or workspace.kind != Kind.MATTERMOST:
        raise Unproven("not our button")
    proofs.refuse_old(made)
    return Asked(
        workspace=workspace,
        mark=proofs.mark_of(_text(given, "trigger_id")),
        remote=_text(given, "user_id"),
        name=_text(given, "user_name"),
        channel=_text(given, "channel_id"),
        pressed=pressed,
        trigger=_text(given, "trigger_id"),
    )


def form(workspace: Workspace, request: HttpRequest) -> Asked:
    """A form of Mattermost's that somebody filled."""
    given = _object(request.body)
    state = _text(given, "state")
    pressed = life.read_button(workspace, state, is_form=True)
    user, channel = _text(given, "user_id"), _text(given, "channel_id")
    if pressed is None or workspace.kind != Kind.MATTERMOST or pressed.remote != user:
        raise Unproven("not our form, or opened for somebody else")
    said = "" if given.get("cancelled") else _text(_dict(given, "submission"), "text")
    mark = proofs.mark_of(f"{state} {said}")
    return Asked(workspace=workspace, mark=mark, remote=user, channel=channel, text=said, pressed=pressed)


def activity(workspace: Workspace, request: HttpRequest) -> Asked | None:
    """What Teams tells our bot: a message to it, a pressed button or a filled form; None for what needs no answer."""
    given = _object(request.body)
    if workspace.kind != Kind.BOT:
        raise Unproven("it is no bot")
    microsoft.prove(workspace, request.headers.get("Authorization", ""), given)
    service, talk, own = _text(given, "serviceUrl"), _text(_dict(given, "conversation"), "id"), _text(given, "id")
    life.note_service(workspace, service)
    who = _dict(given, "from")
    asked: dict[str, Any] = {
        "workspace": workspace,
        "mark": proofs.mark_of(f"{talk} {own}"),
        "remote": _text(who, "aadObjectId"),
        "name": _text(who, "name"),
        "channel": talk.partition(";")[0],
        "answer_to": f"{service.rstrip('/')}/v3/conversations/{quote(talk, safe='')}/activities/{quote(own, safe='')}",
    }
    if not (talk and own and asked["remote"]):
        return None
    if given.get("type") == "message":
        return Asked(**asked, text=_said_to_us(given)) if _text(given, "text") else None
    if given.get("type") != "invoke" or given.get("name") != "adaptiveCard/action":
        return None
    return _executed(asked, _dict(_dict(given, "value"), "action"))


def _executed(asked: dict[str, Any], action: dict[str, Any]) -> Asked:
    """A card's ``Action.Execute``, with what we signed in it; a form's was made for one account."""
    data, is_form = _dict(action, "data"), action.get("verb") == "post"
    pressed = _ours(life.read_button(asked["workspace"], _text(data, "token"), is_form=is_form))
    if is_form and pressed.remote != asked["remote"]:
        raise Unproven("a form that was opened for somebody else")
    return Asked(**asked, pressed=pressed, is_form=is_form, text=_text(data, "said"))


def _said_to_us(given: dict[str, Any]) -> str:
    """A message without the mention of our bot; other mentions stay as names. Lines are kept."""
    us, text = _text(_dict(given, "recipient"), "id"), _text(given, "text")
    for one in given.get("entities") or ():
        if isinstance(one, dict) and one.get("type") == "mention" and _text(_dict(one, "mentioned"), "id") == us:
            text = text.replace(_text(one, "text") or "\0", " ")
    lines = html.unescape(re.sub(r"</?at[^>]*>", "", text)).replace("\xa0", " ").splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def _slack(workspace: Workspace, mark: str, given: dict[str, Any]) -> Asked | None:
    user = _dict(given, "user")
    asked: dict[str, Any] = {
        "workspace": workspace,
        "mark": mark,
        "remote": _text(user, "id"),
        "name": _text(user, "username") or _text(user, "name"),
    }
    if given.get("type") == "view_submission":
        view = _dict(given, "view")
        pressed = life.read_button(workspace, _text(view, "private_metadata"), is_form=True)
        typed = _dict(_dict(_dict(_dict(view, "state"), "values"), "said"), "text")
        return Asked(**asked, pressed=_ours(pressed), text=_text(typed, "value"))
    first = next((one for one in given.get("actions") or () if isinstance(one, dict)), {})
    if given.get("type") != "block_actions" or not first.get("value"):
        return None
    return Asked(
        **asked,
        channel=_text(_dict(given, "channel"), "id"),
        pressed=_ours(life.read_button(workspace, _text(first, "value"))),
        trigger=_text(given, "trigger_id"),
        answer_to=_text(given, "response_url"),
    )


def _mentioned(workspace: Workspace, mark: str, given: dict[str, Any]) -> Asked:
    """A message in Teams that names us: what stands after the mention. Its time is signed with the rest."""
    proofs.refuse_old(_moment(_text(given, "timestamp")))
    who = _dict(given, "from")
    plain = re.sub(r"<[^>]*>", " ", re.sub(r"<at>.*?</at>", " ", _text(given, "text"), flags=re.DOTALL))
    text = " ".join(html.unescape(plain).replace("\xa0", " ").split())
    where = _text(_dict(given, "conversation"), "id").partition(";")[0]
    remote = _text(who, "aadObjectId") or _text(who, "id")
    return Asked(workspace=workspace, mark=mark, remote=remote, name=_text(who, "name"), channel=where, text=text)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise Unproven("no time")
    return at


def _ours(pressed: Pressed | None) -> Pressed:
    if pressed is None:
        raise Unproven("not our button")
    return pressed


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError("not JSON") from error
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004  # noise is noise
    return found


def _dict(given: dict[str, Any], name: str) -> dict[str, Any]:
    found = given.get(name)
    return found if isinstance(found, dict) else {}


def _text(given: dict[str, Any], name: str) -> str:
    found = given.get(name)
    return found if isinstance(found, str) else ""
