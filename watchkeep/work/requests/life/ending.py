"""The end, in order: they have it, they will not get it, they need it no more, it was something broken. Or not yet."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.requests import events, rules
from watchkeep.work.requests.life import approving, reserving
from watchkeep.work.requests.life.steps import LIFE, hold_ticket, take
from watchkeep.work.requests.models import Holding, Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.tickets.models import Kind, Link, Relation, Ticket


@transaction.atomic
def fulfil(request: Request, *, by: Actor, result: str) -> None:
    """They have what they asked for, and ``result`` tells them what. They have a grace period to disagree."""
    now, result = clock.now(), _cleaned(result, 20_000)
    take(
        request, "fulfil", by=by, result=result, fulfilled_at=now, hold_reason="", waits_for_requester=False,
        close_after=now + rules.GRACE, reopen_until=now + rules.GRACE,
    )  # fmt: skip
    reserving.hand_over(request)
    tell(events.Fulfilled(record=request.pk, by=by, item=request.item_id, result=result[:300]))


@transaction.atomic
def close(request: Request, *, by: Actor) -> None:
    """End it for good once the grace period is over, or early."""
    take(request, "close", by=by, spine={"closed_at": clock.now()}, close_after=None)
    tell(events.Closed(record=request.pk, by=by))


@transaction.atomic
def refuse(request: Request, *, by: Actor, reason: str) -> None:
    """They will not get it, for a reason that they read."""
    reason = _cleaned(reason)
    end_early(request, "refuse", by=by, freed=_("Refused"), refuse_reason=reason)
    tell(events.Refused(record=request.pk, by=by, reason=reason[:300], by_approval=False))


@transaction.atomic
def cancel(request: Request, *, by: Actor, reason: str) -> None:
    """It is not needed any more, says whoever works on it."""
    reason = _cleaned(reason)
    end_early(request, "cancel", by=by, freed=_("Cancelled"), cancel_reason=reason)
    tell(events.Cancelled(record=request.pk, by=by, reason=reason[:300], by_requester=False))


@transaction.atomic
def withdraw(request: Request, *, by: Actor, reason: str = "") -> None:
    """It is not needed any more, says whoever asked."""
    if not request.is_party(by):
        raise NotAllowed(_("Only whoever asked for it takes it back."), permission=P.WORK)
    reason = _cleaned(reason)
    end_early(request, "withdraw", by=by, freed=_("Taken back"), cancel_reason=reason)
    tell(events.Cancelled(record=request.pk, by=by, reason=reason[:300], by_requester=True))


@transaction.atomic
def turn(request: Request, *, by: Actor, into: Ticket) -> None:
    """Something is broken: this incident goes on, and the request ends with a tie to it."""
    if into.kind != Kind.INCIDENT:
        raise Refused(_("That is no incident."), field="into")
    end_early(request, "turn", by=by, freed=_("Made an incident"), turned_into_id=into.pk)
    Link.objects.get_or_create(source=into, target=request.ticket, relation=Relation.FOLLOWS)
    tell(events.Turned(record=request.pk, by=by, into=into.pk, number=into.number))


def end_early(request: Request, verb: str, *, by: Actor, freed: str, **details: Any) -> None:
    """End it before it is fulfilled, inside a verb: nobody needs to agree any more, and nothing stays set aside."""
    hold_ticket(request)
    take(
        request, verb, by=by, spine={"closed_at": clock.now()}, hold_reason="", waits_for_requester=False, **details
    )  # fmt: skip
    approving.call_off(request, by=by)
    reserving.release(request, freed)


@transaction.atomic
def reopen(request: Request, *, by: Actor, reason: str = "") -> None:
    """It is not what was asked for, says whoever asked or works on it, within the grace period."""
    was = request.state
    request.refresh_from_db(fields=["reopen_until", "turned_into"])
    if not (request.is_party(by) or by.may(P.WORK)):
        raise NotAllowed(_("Only whoever asked for it reopens it."), permission=P.WORK)
    if was in LIFE.steps["reopen"].start and not request.may_come_back:
        raise Refused(_("Its grace period is over. Ask anew, and name this one."), code="grace_over")
    take(
        request, "reopen", by=by, spine={"closed_at": None}, fulfilled_at=None, close_after=None, reopen_until=None,
        reopened_count=F("reopened_count") + 1,
    )  # fmt: skip
    tell(events.Reopened(record=request.pk, by=by, was=was, reason=_cleaned(reason)[:300]))


@transaction.atomic
def give_back(holding: Holding, *, by: Actor, reason: str = "") -> None:
    """Somebody no longer holds it: it is free for others. One's own, or anybody's for who works on requests."""
    if holding.person_id != by.person:
        by.need(P.WORK, _("take back what others hold"))
    ended = {"ended_at": clock.now(), "end_reason": _cleaned(reason)[:200]}
    if not Holding.objects.had().filter(pk=holding.pk).update(**ended):
        raise Refused(_("It has been given back already."), code="wrong_state")
    holding.refresh_from_db()
    tell(events.GivenBack(
        record=holding.request_id, by=by, holding=holding.pk, item=holding.item_id, person=holding.person_id,
        reason=holding.end_reason,
    ))  # fmt: skip


def _cleaned(text: str, most: int = rules.LONGEST_REASON) -> str:
    return text.replace("\x00", "").strip()[:most]
