"""Whether somebody must agree, and what follows from their answer."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals import queries as asked
from watchkeep.work.approvals.models import State as Answer
from watchkeep.work.requests import events, queries
from watchkeep.work.requests.life import reserving
from watchkeep.work.requests.life.editions import stages_for
from watchkeep.work.requests.life.steps import hold_ticket, take
from watchkeep.work.requests.models import Request, State

SUBJECT: Final = "request"
RULE = Actor.system("rule:approval", "Approval")


def ask_or_clear(opened: Sequence[tuple[Request, Actor]]) -> None:
    """Ask whoever must agree; where nobody must, nothing stands in the way. Inside a verb."""
    clear_already = []
    for request, by in opened:
        if stages := stages_for(request):
            take(request, "wait", by=RULE)
            _ask(request, stages, by=by)
        else:
            clear_already.append(_cleared(request, by=by, was_approved=False, has_waited=False))
    tell_many(clear_already)


@transaction.atomic
def ask_again(request: Request, *, by: Actor) -> None:
    """Nobody answered in time: ask once more, whoever must agree today."""
    hold_ticket(request)
    last = asked.latest(request.pk, SUBJECT)
    if last is not None and last.is_pending:
        raise Refused(_("It waits for an answer already."), code="wrong_state")
    take(request, "ask_again", by=by)
    _ask(request, stages_for(request), by=by)


@transaction.atomic
def ask_anew(request: Request, *, by: Actor, reason: str) -> None:
    """What was asked or agreed to is another thing now: no earlier answer counts. Inside a verb.

    Work that has begun stops until they agree to what stands there now.
    """
    last = asked.latest(request.pk, SUBJECT)
    if last is not None and last.state in {Answer.PENDING, Answer.APPROVED}:
        approvals.fall(last, by=by, reason=reason)
    stages = stages_for(request)
    if stages:
        if request.state != State.WAITING:
            take(request, "wait", by=RULE, hold_reason="", waits_for_requester=False)
        _ask(request, stages, by=by)
    elif request.state == State.WAITING:
        take(request, "clear", by=RULE)
        tell(_cleared(request, by=by, was_approved=False))


@transaction.atomic
def clear(request: Request, *, by: Actor | str) -> None:
    """Everybody agreed."""
    take(request, "clear", by=RULE)
    tell(_cleared(request, by=by, was_approved=True))


@transaction.atomic
def turn_down(request: Request, *, by: Actor | str, reason: str) -> None:
    """They did not agree, for a reason that the requester reads."""
    take(request, "turn_down", by=RULE, refuse_reason=reason[:1000])
    reserving.release(request, _("Not approved"))
    tell(events.Refused(record=request.pk, by=by, reason=reason[:300], by_approval=True))


def call_off(request: Request, *, by: Actor) -> None:
    """Nobody needs to agree any more. Inside a verb that has locked the ticket."""
    last = asked.latest(request.pk, SUBJECT)
    if last is not None and last.is_pending:
        approvals.withdraw(last, by=by)


def _ask(request: Request, stages: list[approvals.Stage], *, by: Actor) -> None:
    ticket = request.ticket
    also = [request.opened_by_id] if request.opened_by_id else []
    made = approvals.ask(
        ticket, by=by, stages=stages, title=ticket.title, what=queries.lines_of(request), requester=ticket.requester,
        subject=SUBJECT, also_barred=also,
    )  # fmt: skip
    tell(events.Waiting(record=request.pk, by=by, approval=made.pk))


def _cleared(request: Request, *, by: Actor | str, was_approved: bool, has_waited: bool = True) -> events.Cleared:
    return events.Cleared(
        record=request.pk, by=by, item=request.item_id, edition=request.edition_id, was_approved=was_approved,
        has_waited=has_waited,
    )  # fmt: skip
