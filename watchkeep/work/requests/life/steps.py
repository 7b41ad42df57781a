"""The map of a request's life, and the one way to walk it.

If the process dies in a verb, its transaction never was: state, detail and fact stand or fall together.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.work.requests.models import Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.tickets.models import DONE, State, Ticket, stirred

NEW, WAITING, IN_PROGRESS, ON_HOLD = State.NEW, State.WAITING, State.IN_PROGRESS, State.ON_HOLD
RESOLVED, CLOSED, CANCELLED, REFUSED = State.RESOLVED, State.CLOSED, State.CANCELLED, State.REFUSED
OPEN = (NEW, WAITING, IN_PROGRESS, ON_HOLD)
WORKABLE = (NEW, IN_PROGRESS, ON_HOLD)
STATES = (*OPEN, RESOLVED, CLOSED, CANCELLED, REFUSED)

LIFE = Lifecycle(
    Step("start", (NEW,), IN_PROGRESS, may=P.WORK, label=_("Start work")),
    Step("hold", (NEW, IN_PROGRESS), ON_HOLD, may=P.WORK, needs=("hold_reason",), label=_("Put on hold")),
    Step("resume", (ON_HOLD,), IN_PROGRESS, may=P.WORK, label=_("Resume")),
    Step("fulfil", WORKABLE, RESOLVED, may=P.WORK, needs=("result",), label=_("Fulfilled")),
    Step("close", (RESOLVED,), CLOSED, may=P.CLOSE, label=_("Close")),
    Step("ask_again", (WAITING,), None, may=P.WORK, label=_("Ask for approval again")),
    Step("change", OPEN, None, may=P.ASK, label=_("Change what is asked for")),
    Step("refuse", OPEN, REFUSED, may=P.REFUSE, needs=("refuse_reason",), label=_("Refuse")),
    Step("cancel", OPEN, CANCELLED, may=P.WORK, needs=("cancel_reason",), label=_("Cancel")),
    Step("withdraw", OPEN, CANCELLED, may=P.ASK, label=_("I do not need it any more")),
    Step("turn", OPEN, CLOSED, may=P.WORK, needs=("turned_into_id",), label=_("Make it an incident")),
    Step("merge", OPEN, CLOSED, may=P.WORK, label=_("Merge into another")),
    Step("reopen", (RESOLVED, CLOSED), IN_PROGRESS, may=P.ASK, label=_("Reopen")),
    *(Step(f"unmerge_to_{state}", (CLOSED,), state, may=P.WORK) for state in (NEW, IN_PROGRESS)),
    Step("wait", WORKABLE, WAITING, may=P.ASK),
    Step("clear", (WAITING,), NEW, may=P.WORK),
    Step("turn_down", (WAITING,), REFUSED, may=P.WORK, needs=("refuse_reason",)),
)
"""``wait``, ``clear`` and ``turn_down`` follow from approvals, ``unmerge_to_…`` is taken inside a verb: no buttons."""

FOR_PARTIES = ("withdraw",)
"""Steps of whoever asked; who works on requests has others."""


def open_to(request: Request, actor: Actor, *, is_asked: bool | None = None) -> list[Step]:
    """The steps that this actor may take now: the buttons to draw.

    ``is_asked`` says whether an approval waits for answers (None: nobody looked), when asking again makes no sense.
    """
    steps = [step for step in LIFE.open_to(request.ticket, actor) if step.label]
    hidden = set()
    if not request.may_come_back:
        hidden.add("reopen")
    if not request.is_party(actor):
        hidden.update(FOR_PARTIES)
        if not actor.may(P.WORK):
            hidden.update({"reopen", "change"})
    if is_asked or request.edition_id is None:
        hidden.add("ask_again")
    if request.edition is None or not list(request.edition.questions):
        hidden.add("change")
    return [step for step in steps if step.verb not in hidden]


def take(request: Request, verb: str, *, by: Actor, spine: Mapping[str, Any] | None = None, **details: Any) -> None:
    """Take a step: state and ``spine`` on the ticket, ``details`` on the request, in one transaction."""
    end = LIFE.steps[verb].end
    changes = dict(spine or {}) | stirred("state", *(spine or {}))
    if end is not None:
        changes["is_open"] = end not in DONE
    LIFE.move(request.ticket, verb, by=by, given=details, **changes)
    if details:
        Request.objects.filter(pk=request.pk).update(**details)
        request.refresh_from_db(fields=[name.removesuffix("_id") for name in details])


def hold_ticket(request: Request) -> None:
    """Lock the ticket first, as every verb does that touches an approval or a holding as well, and read it anew."""
    list(Ticket.objects.select_for_update().filter(pk=request.pk).values_list("pk"))
    request.ticket.refresh_from_db(fields=["state", "is_open", "assignee", "requester", "team", "version"])
