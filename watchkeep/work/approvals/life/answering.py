"""The answer, by whoever was asked or stands in for them. Of two who answer the same question at once one is told."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.approvals import events, queries, rules
from watchkeep.work.approvals.life.asking import ask_stage, begin_stage
from watchkeep.work.approvals.life.steps import LIFE, hold
from watchkeep.work.approvals.models import AnswerLink, Approval, Ballot
from watchkeep.work.approvals.permissions import P


@transaction.atomic
def approve(ballot: Ballot, *, by: Actor, seen: str = "", note: str = "") -> None:
    """Agree to what ``seen`` marks (empty: to what stands there)."""
    _answer(ballot, by=by, agreed=True, seen=seen, reason=_cleaned(note))


@transaction.atomic
def refuse(ballot: Ballot, *, by: Actor, reason: str, seen: str = "") -> None:
    """Do not agree, for a reason that the requester reads."""
    if not (reason := _cleaned(reason)):
        raise Refused(_("Say why: the requester reads it."), field="reason", code="missing")
    _answer(ballot, by=by, agreed=False, seen=seen, reason=reason)


@transaction.atomic
def delegate(ballot: Ballot, *, by: Actor, to: Person) -> None:
    """Hand the question to somebody else, who gains nothing by it either."""
    _hold(ballot, by=by)
    if rules.is_barred(to.pk, ballot.approval.parties):
        raise Refused(_("Nobody approves for themselves."), field="to", code="own")
    if not to.is_active:
        raise Refused(_("%(name)s has left.") % {"name": to.name}, field="to")
    if not people.actor_for(to).may(P.ANSWER):
        raise Refused(_("%(name)s may not answer approvals.") % {"name": to.name}, field="to")
    if Ballot.objects.filter(approval=ballot.approval, stage=ballot.stage, person=to).exists():
        raise Refused(_("%(name)s is asked already.") % {"name": to.name}, field="to")
    was = ballot.person_id
    Ballot.objects.filter(pk=ballot.pk).update(person=to, handed_by=by.person)
    ballot.refresh_from_db(fields=["person", "handed_by"])
    tell(events.Delegated(
        record=ballot.approval.ticket_id, by=by, approval=ballot.approval_id, ballot=ballot.pk, person=to.pk, was=was
    ))  # fmt: skip


def new_link(ballot: Ballot, person: Person) -> str:
    """The signed text of a link with which this person answers this question once, without signing in."""
    return secrets.sign(AnswerLink.objects.create(ballot=ballot, person=person).pk, queries.PURPOSE)


@transaction.atomic
def use_link(link: AnswerLink, *, agreed: bool, seen: str, reason: str = "") -> None:
    """Answer by the link in a message, as the person to whom it was sent. It opens nothing after that."""
    by = people.actor_for(link.person)
    if not AnswerLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
        raise Refused(_("This link has been used."), code="used")
    if agreed:
        approve(link.ballot, by=by, seen=seen, note=reason)
    else:
        refuse(link.ballot, by=by, reason=reason, seen=seen)


def _answer(ballot: Ballot, *, by: Actor, agreed: bool, seen: str, reason: str) -> None:
    approval = _hold(ballot, by=by)
    if seen and seen != approval.digest:
        raise Refused(_("What you read has changed since. Read it again."), code="stale")
    now = clock.now()
    values = {"answer": agreed, "answered_by_id": by.person, "answered_at": now, "reason": reason}
    Ballot.objects.filter(pk=ballot.pk, answer=None).update(**values)
    ballot.refresh_from_db()
    tell(events.Answered(
        record=approval.ticket_id, by=by, approval=approval.pk, ballot=ballot.pk, agreed=agreed, person=by.person or 0,
        instead_of=None if ballot.person_id == by.person else ballot.person_id, reason=reason[:300],
    ))  # fmt: skip
    conclude(approval, by=by)


def conclude(approval: Approval, *, by: Actor) -> None:
    """See what the answers come to, inside a verb: nothing yet, the next stage, or the end."""
    given = list(approval.ballots.filter(stage=approval.stage, is_void=False))
    result = rules.outcome(approval.current, [ballot.answer for ballot in given])
    about: dict[str, Any] = {
        "record": approval.ticket_id,
        "by": by,
        "approval": approval.pk,
        "subject": approval.subject,
    }
    if result == rules.Outcome.REFUSED:
        reason = "\n".join(dict.fromkeys(ballot.reason for ballot in given if ballot.answer is False))[:1000]
        LIFE.move(approval, "refuse", by=CLOCK, reason=reason, decided_at=clock.now())
        tell(events.Refused(reason=reason[:300], **about))
    elif result == rules.Outcome.PASSED and not _go_on(approval, by=by):
        LIFE.move(approval, "approve", by=CLOCK, decided_at=clock.now())
        tell(events.Approved(digest=approval.digest, **about))


def _go_on(approval: Approval, *, by: Actor) -> bool:
    """Ask the next stage that has not agreed yet; False when all have. One that was reopened may have others after."""
    for number in range(approval.stage + 1, len(approval.plan)):
        given = list(approval.ballots.filter(stage=number, is_void=False))
        if not given:
            begin_stage(approval, number, by=by)
            return True
        if rules.outcome(approval.plan[number], [ballot.answer for ballot in given]) != rules.Outcome.PASSED:
            ask_stage(approval, number, [ballot.pk for ballot in given if ballot.answer is None], by=by)
            return True
    return False


def _hold(ballot: Ballot, *, by: Actor) -> Approval:
    """Lock the approval, so that answers come one after another, and see that this one may be given now."""
    by.need(P.ANSWER, _("answer approvals"))
    approval = hold(ballot.approval_id)
    ballot.refresh_from_db()
    ballot.approval = approval
    if not queries.may_answer(ballot, by.person):
        raise NotAllowed(_("This is not yours to answer: nobody approves for themselves."), permission=P.ANSWER)
    if not ballot.is_open:
        raise Refused(_("This has been decided already."), code="wrong_state")
    return approval


def _cleaned(text: str) -> str:
    return text.replace("\x00", "").strip()[:1000]
