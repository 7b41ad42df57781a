"""Work: begun, waiting, going on; and what is asked for changes on the way."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.requests import rules
from watchkeep.work.requests.events import Changed, Held, Resumed, Started
from watchkeep.work.requests.life import approving, filling, reserving
from watchkeep.work.requests.life.steps import hold_ticket, take
from watchkeep.work.requests.models import Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.requests.rules.forms import Ask
from watchkeep.work.tickets import life as tickets

ANSWER, QUANTITY = "answers.", "quantity"


@transaction.atomic
def start(request: Request, *, by: Actor) -> None:
    """Begin to work on it. When it is nobody's, it becomes theirs."""
    spine = {"assignee": Coalesce(F("assignee"), Value(by.person))} if by.person else {}
    begun = Coalesce(F("started_at"), Value(clock.now()))
    take(request, "start", by=by, spine=spine, started_at=begun)
    tell(Started(record=request.pk, by=by, person=by.person))


@transaction.atomic
def hold(request: Request, *, by: Actor, reason: str, for_requester: bool = False) -> None:
    """Wait for something outside our hands, and say for what. The requester's reply ends a wait for them."""
    reason = reason.strip()[: rules.LONGEST_REASON]
    take(request, "hold", by=by, hold_reason=reason, waits_for_requester=for_requester)
    tell(Held(record=request.pk, by=by, reason=reason[:200], for_requester=for_requester))


@transaction.atomic
def resume(request: Request, *, by: Actor) -> None:
    """The waiting is over."""
    take(request, "resume", by=by, hold_reason="", waits_for_requester=False)
    tell(Resumed(record=request.pk, by=by))


@transaction.atomic
def change(
    request: Request,
    *,
    by: Actor,
    answers: Mapping[str, Any] | None = None,
    quantity: int | None = None,
    version: int | None = None,
) -> None:
    """Ask for something else under the same edition. What was approved falls, and whoever must agree is asked anew.

    Whoever asked may do so, and whoever works on it, as somebody who saw ``version``. Raises Stale when what they
    change has been changed by others since.
    """
    hold_ticket(request)
    request.refresh_from_db(fields=["answers", "quantity"])
    if not (request.is_party(by) or by.may(P.WORK)):
        raise NotAllowed(_("Only whoever asked for it changes it."), permission=P.WORK)
    edition = request.edition
    if edition is None:
        raise Refused(_("It has no form. Write a reply instead."), code="wrong_state")
    new = request.answers if answers is None else _checked(request, answers, by)
    many = request.quantity if quantity is None else quantity
    if not 1 <= many <= 1000:
        raise Refused(_("From 1 to %(most)s.") % {"most": 1000}, field="quantity")
    was, wanted = _parts(request.answers, request.quantity), _parts(new, many)
    changed = sorted(name for name in {*was, *wanted} if was.get(name) != wanted.get(name))
    if not changed:
        return
    tickets.claim(request.ticket, *changed, since=version, current=lambda: {name: was.get(name) for name in changed})
    reserving.resize(request, many)
    take(request, "change", by=by, answers=new, quantity=many)
    tell(Changed(record=request.pk, by=by, fields=[name.removeprefix(ANSWER) for name in changed]))
    approving.ask_anew(request, by=by, reason=_("What is asked for has changed."))


@transaction.atomic
def pass_on(request: Request, *, by: Actor) -> None:
    """It is for somebody else now: what was set aside is set aside for them, and what was agreed to falls.

    Inside the verb that edits the ticket; refused when the other may not have it.
    """
    request.ticket.refresh_from_db(fields=["requester"])
    if request.edition is None or not request.is_open:
        return
    reserving.release(request, _("It is for somebody else now."))
    reserving.reserve(request, request.edition, request.ticket.requester)
    approving.ask_anew(request, by=by, reason=_("It is for somebody else now."))


def _parts(answers: Mapping[str, Any], quantity: int) -> dict[str, Any]:
    """What is asked for, part by part, under the names by which a ticket remembers who touched what."""
    return {**{ANSWER + name: value for name, value in answers.items()}, QUANTITY: quantity}


def _checked(request: Request, answers: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """The clean answers. Files stay as they are: more of them are added to the thread."""
    if request.edition is None:
        return {}
    files = {one.name for one in request.edition.questions if one.ask == Ask.FILE}
    kept = {name: value for name, value in request.answers.items() if name in files}
    clean, faults = filling.check(request.edition, {n: v for n, v in answers.items() if n not in files}, by=by)
    for name, why in faults.items():
        if name not in files:
            raise Refused(why, field=f"answers.{name}", code="wrong_answer")
    return clean | kept
