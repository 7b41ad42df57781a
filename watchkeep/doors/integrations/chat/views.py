"""The addresses of a workspace: each proves, reads, does and answers, within the three seconds that chats wait."""

import hashlib
import logging
from collections.abc import Callable

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from watchkeep.doors.integrations.chat import answering, cards, commands, reading
from watchkeep.doors.integrations.chat.microsoft import Unproven
from watchkeep.doors.integrations.chat.reading import Asked
from watchkeep.duty.chat import life, queries
from watchkeep.duty.chat.models import Kind, Workspace
from watchkeep.kernel import idempotency
from watchkeep.kernel.errors import Refused

log = logging.getLogger(__name__)

LARGEST_BYTES = 256 * 1024


@csrf_exempt  # the workspace proves itself, no cookie is looked at
@login_not_required
@require_POST
def command(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody typed a command."""
    return _answer(request, key, reading.command, _command)


@csrf_exempt  # the same
@login_not_required
@require_POST
def action(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody pressed a button, or sent a form of Slack's."""
    return _answer(request, key, reading.action, _action)


@csrf_exempt  # the same
@login_not_required
@require_POST
def form(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody sent a form of Mattermost's."""
    return _answer(request, key, reading.form, _form)


@csrf_exempt  # the same
@login_not_required
@require_POST
def bot(request: HttpRequest, key: str) -> HttpResponse:
    """Teams tells our bot of something: a message to it, a pressed button, a filled form."""
    return _answer(request, key, reading.activity, _bot)


def _command(asked: Asked) -> answering.Shape:
    return answering.to_command(asked.workspace.kind, commands.run(asked))


def _action(asked: Asked) -> answering.Shape:
    kind = asked.workspace.kind
    if kind == Kind.SLACK and not asked.answer_to:
        return _form(asked)
    text = commands.press(asked)
    if kind == Kind.MATTERMOST:
        return answering.to_button(text)
    if text:
        _answer_later(asked, text, what=asked.pressed.do if asked.pressed else "")
    return {}


def _bot(asked: Asked) -> answering.Shape:
    if asked.pressed is None:
        _answer_later(asked, commands.run(asked), what="command")
        return {}
    return cards.fill(asked) if asked.is_form else cards.press(asked)


def _answer_later(asked: Asked, text: str, *, what: str) -> None:
    """Answer where the chat says, as a delivery: what fails is tried again and stands in the log."""
    person = queries.person_of(asked.workspace, asked.remote)
    by = f"person:{person.pk}" if person else "chat"
    life.answer(asked.workspace, text, by=by, what=what, to=asked.answer_to)


def _form(asked: Asked) -> answering.Shape:
    return answering.to_form(asked.workspace.kind, commands.fill(asked))


def _answer(
    request: HttpRequest,
    key: str,
    read: Callable[[Workspace, HttpRequest], Asked | None],
    act: Callable[[Asked], answering.Shape],
) -> HttpResponse:
    """Prove, read, do once, answer. A request that was seen before does nothing and is told so (409)."""
    workspace = queries.workspace_by(key)
    if workspace is None:
        raise Http404
    try:
        if len(request.body) > LARGEST_BYTES:
            return HttpResponse(status=413)
        asked = read(workspace, request)
    except Unproven as no:
        log.warning("chat workspace %s: a request was refused: %s", workspace.pk, no)
        life.note_doubt(workspace, str(no))
        return HttpResponse("unauthorised", status=401, content_type="text/plain")
    except (ValueError, RequestDataTooBig):
        return HttpResponse("not understood", status=400, content_type="text/plain")
    if asked is None:
        return HttpResponse(status=200)
    try:
        return _once(request, asked, act)
    except Refused as no:
        return HttpResponse(no.message, status=409, content_type="text/plain")


def _once(request: HttpRequest, asked: Asked, act: Callable[[Asked], answering.Shape]) -> HttpResponse:
    said = idempotency.once(
        actor=f"chat:{asked.workspace.pk}",
        key=asked.mark,
        digest=hashlib.sha256(request.body).digest(),
        run=lambda: idempotency.Answer(200, msgspec.json.encode(act(asked)).decode()),
    )
    if said.is_replay:
        return HttpResponse("seen before", status=409, content_type="text/plain")
    return HttpResponse("" if said.body == "{}" else said.body, content_type="application/json")
