"""Somebody who was asked leaves: their question goes to whoever follows them.

What they had answered stands on the record. Where a stage would not have passed without it, and what was approved has
not begun, the slice that asked reopens the stage: a yes that decided is given anew by somebody who is here to stand for
it.
"""

from django.db import transaction
from django.db.models import QuerySet

from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell
from watchkeep.work.approvals import events, queries, rules
from watchkeep.work.approvals.life.answering import conclude
from watchkeep.work.approvals.life.asking import times_of
from watchkeep.work.approvals.life.steps import LIFE, hold
from watchkeep.work.approvals.models import Approval, Ballot, State


@transaction.atomic
def succeed(ballot: Ballot) -> None:
    """Ask whoever follows them instead; where nobody can, the others decide without them."""
    approval = hold(ballot.approval_id)
    ballot.refresh_from_db()
    ballot.approval = approval
    if not ballot.is_open:
        return
    found, was = queries.successor_of(ballot), ballot.person_id
    if found:
        Ballot.objects.filter(pk=ballot.pk).update(person=found.person, why=found.why)
    elif not approval.ballots.filter(stage=ballot.stage).exclude(pk=ballot.pk).exists():
        return
    else:
        Ballot.objects.filter(pk=ballot.pk).update(is_void=True)
    _told(approval, [ballot.pk] if found else [], found.person if found else None, was, had_agreed=False)
    if not found:
        conclude(approval, by=CLOCK)


@transaction.atomic
def reopen(approval: Approval, gone: Person) -> bool:
    """Ask anew wherever their yes decided, inside a verb of the slice that asked; say whether it did.

    Where nobody can follow them, their yes stands.
    """
    approval, new = hold(approval.pk), list[Ballot]()
    if approval.state not in {State.PENDING, State.APPROVED}:
        return False
    for stage in sorted(set(_given(approval).filter(answered_by=gone).values_list("stage", flat=True))):
        for ballot in _decided(approval, stage):
            if found := queries.successor_of(ballot):
                Ballot.objects.filter(pk=ballot.pk).update(is_void=True)
                new.append(Ballot.objects.create(approval=approval, stage=stage, person=found.person, why=found.why))
    if new:
        first = new[0].stage
        LIFE.move(
            approval, "reopen", by=CLOCK, stage=first, decided_at=None, **times_of(approval, first)
        )  # fmt: skip
        now = [one for one in new if one.stage == first]
        _told(approval, [one.pk for one in now], now[0].person, gone.pk, had_agreed=True)
    return bool(new)


def _given(approval: Approval) -> QuerySet[Ballot]:
    """Every yes that counts."""
    return approval.ballots.filter(answer=True, is_void=False).select_related("person", "answered_by")


def _decided(approval: Approval, stage: int) -> list[Ballot]:
    """The answers of those who have left without which the stage would not have passed; none where it would have."""
    gone = [one for one in _given(approval).filter(stage=stage) if one.answered_by and not one.answered_by.is_active]
    rest = approval.ballots.filter(stage=stage, is_void=False).exclude(pk__in=[one.pk for one in gone])
    answers: list[bool | None] = [*rest.values_list("answer", flat=True), *(None for _one in gone)]
    return [] if rules.outcome(approval.plan[stage], answers) == rules.Outcome.PASSED else gone


def _told(approval: Approval, ballots: list[int], person: Person | None, was: int, *, had_agreed: bool) -> None:
    tell(events.Succeeded(
        record=approval.ticket_id, by=CLOCK, approval=approval.pk, ballots=ballots, person=person.pk if person else 0,
        was=was, had_agreed=had_agreed,
    ))  # fmt: skip
