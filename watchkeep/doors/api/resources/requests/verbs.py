"""The life of a request, verb by verb, in the order in which it is lived."""

from typing import Annotated, Any

from pydantic import Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.catalogue.ordering import Answers
from watchkeep.doors.api.resources.incidents.verbs import Perhaps, Solution
from watchkeep.doors.api.resources.requests.finding import RequestNumber, found, shown
from watchkeep.doors.api.resources.requests.queue import Quantity
from watchkeep.doors.api.resources.requests.shapes import RequestOut
from watchkeep.doors.api.shapes import Change, Flag
from watchkeep.work.incidents import life as incidents
from watchkeep.work.requests import life
from watchkeep.work.requests.permissions import P

router = Resource("Requests: verbs")
ReasonInFull = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S", examples=["None is in stock"])]


class WaitingOfRequest(Change):
    """What it waits for."""

    reason: ReasonInFull
    for_requester: Flag = False
    """They read the reason, and their reply lets it go on."""


class FulfilmentOfRequest(Change):
    """What they have now; they read it."""

    result: Solution = Field(examples=["It stands on your desk"])


class ReasonForRequest(Change):
    """Why; whoever asked reads it."""

    reason: ReasonInFull


class ChangeOfRequest(Change):
    """What is asked for instead. What you leave out stays; answers are given whole."""

    answers: Answers = {}
    quantity: Quantity = 1


@router.verb("/{slug:number}/start", RequestOut, may=P.WORK)
def start_request(request: Call, number: RequestNumber) -> RequestOut:
    """Begin to work on it. When it is nobody's, it becomes yours."""
    return _does(request, number, life.start)


@router.verb("/{slug:number}/hold", RequestOut, may=P.WORK)
def hold_request(request: Call, number: RequestNumber, body: WaitingOfRequest) -> RequestOut:
    """Wait for something outside our hands, and say for what."""
    return _does(request, number, life.hold, reason=body.reason, for_requester=body.for_requester)


@router.verb("/{slug:number}/resume", RequestOut, may=P.WORK)
def resume_request(request: Call, number: RequestNumber) -> RequestOut:
    """The waiting is over."""
    return _does(request, number, life.resume)


@router.verb("/{slug:number}/change", RequestOut, may=P.ASK)
def change_request(request: Call, number: RequestNumber, body: ChangeOfRequest) -> RequestOut:
    """Ask for something else under the same edition. What was agreed to falls, and who must agree is asked anew."""
    asked = found(request, number)
    request.auth.need(P.ASK, "change what is asked for")
    life.change(asked, by=request.auth, **body.given())
    return shown(request, number)


@router.verb("/{slug:number}/ask-again", RequestOut, may=P.WORK)
def ask_again_for_request(request: Call, number: RequestNumber) -> RequestOut:
    """Nobody answered in time: ask once more, whoever must agree today."""
    return _does(request, number, life.ask_again)


@router.verb("/{slug:number}/fulfil", RequestOut, may=P.WORK)
def fulfil_request(request: Call, number: RequestNumber, body: FulfilmentOfRequest) -> RequestOut:
    """They have what they asked for. They may disagree for seven days."""
    return _does(request, number, life.fulfil, result=body.result)


@router.verb("/{slug:number}/close", RequestOut, may=P.CLOSE)
def close_request(request: Call, number: RequestNumber) -> RequestOut:
    """End it for good before that time is over."""
    return _does(request, number, life.close)


@router.verb("/{slug:number}/refuse", RequestOut, may=P.REFUSE)
def refuse_request(request: Call, number: RequestNumber, body: ReasonForRequest) -> RequestOut:
    """They will not get it, and read why."""
    return _does(request, number, life.refuse, reason=body.reason)


@router.verb("/{slug:number}/cancel", RequestOut, may=P.WORK)
def cancel_request(request: Call, number: RequestNumber, body: ReasonForRequest) -> RequestOut:
    """It is not needed any more, says whoever works on it."""
    return _does(request, number, life.cancel, reason=body.reason)


@router.verb("/{slug:number}/withdraw", RequestOut, may=P.ASK)
def withdraw_request(request: Call, number: RequestNumber, body: Perhaps) -> RequestOut:
    """It is not needed any more, says whoever asked."""
    return _does(request, number, life.withdraw, reason=body.reason)


@router.verb("/{slug:number}/turn", RequestOut, may=P.WORK)
def turn_request(request: Call, number: RequestNumber) -> RequestOut:
    """Something is broken: open an incident that goes on where the request ends (`turned_into`)."""
    asked = found(request, number)
    request.auth.need(P.WORK, "make it an incident")
    ticket = asked.ticket
    made = incidents.open_(
        by=request.auth, title=ticket.title, description=ticket.description, service=ticket.service,
        requester=ticket.requester,
    )  # fmt: skip
    life.turn(asked, by=request.auth, into=made.ticket)
    return shown(request, number)


@router.verb("/{slug:number}/reopen", RequestOut, may=P.ASK)
def reopen_request(request: Call, number: RequestNumber, body: Perhaps) -> RequestOut:
    """It is not what was asked for: within seven days, by whoever asked or works on it."""
    return _does(request, number, life.reopen, reason=body.reason)


def _does(request: Call, number: str, verb: Any, **given: Any) -> RequestOut:
    verb(found(request, number), by=request.auth, **given)
    return shown(request, number)
