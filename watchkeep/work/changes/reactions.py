"""What changes do when something else is told."""

from collections.abc import Sequence
from datetime import datetime

from watchkeep.estate.assets import events as assets
from watchkeep.estate.people import events as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import events as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.approvals.models import State as Answer
from watchkeep.work.changes import events, life
from watchkeep.work.changes.models import Change
from watchkeep.work.tickets import events as tickets
from watchkeep.work.tickets.models import Kind, Ticket

RULE = Actor.system("rule:change", "Changes")


def go_on(fact: approvals.Approved) -> None:
    """Everybody agreed: nothing stands in its way any more."""
    if fact.subject == life.SUBJECT and (change := _change(fact.record)):
        life.clear(change, by=fact.by)


def turn_down(fact: approvals.Refused) -> None:
    """They did not agree: whoever planned it reads why."""
    if fact.subject == life.SUBJECT and (change := _change(fact.record)):
        life.turn_down(change, by=fact.by, reason=fact.reason)


def assess(fact: events.Begun) -> None:
    """What a pipeline put on record while it waited for its answer is assessed now."""
    change = _change(fact.record)
    if change is not None and change.risk is None:
        life.assess(change, by=RULE)


def follow_freeze(fact: events.FreezeDeclared | events.FreezeChanged | events.FreezeLifted) -> None:
    """A freeze holds where it did not, or no more where it did: planned changes are stopped, or stopped no more."""
    life.follow_freeze(fact.record)


def follow_edit(fact: tickets.Edited | tickets.Assigned) -> None:
    """Its ticket says something else now: that may be another thing than was approved."""
    if Ticket.objects.filter(pk=fact.record, kind=Kind.CHANGE).exists() and (change := _change(fact.record)):
        life.look_again(change, by=RULE)


def go_unanswered(fact: approvals.Expired) -> None:
    """Nobody answered in time: it can be asked again."""
    if fact.subject == life.SUBJECT and (change := _change(fact.record)):
        life.go_unanswered(change)


def lose_approver(fact: people.Deactivated) -> None:
    """Where the yes of somebody who has left decided on what has not begun, whoever follows them is asked anew."""
    gone = Person.objects.get(pk=fact.record)
    agreed = Ballot.objects.filter(answered_by=gone, answer=True, is_void=False, approval__subject=life.SUBJECT)
    agreed = agreed.filter(approval__ticket__is_open=True, approval__state__in=(Answer.PENDING, Answer.APPROVED))
    for ticket in sorted(set(agreed.values_list("approval__ticket", flat=True))):
        if change := _change(ticket):
            life.lose_approver(change, gone)


def look_for_drift(facts: Sequence[assets.ItemObserved | assets.SoftwareChanged | assets.ItemEdited]) -> None:
    """Something else than before is known of items: soon it is looked whether a change said so."""
    told: dict[int, datetime] = {}
    for fact in facts:
        told[fact.record] = min(told.get(fact.record, fact.at), fact.at)
    life.look_soon(told)


def _change(ticket: int) -> Change | None:
    rows = Change.objects.select_related("model", "owner", "window")
    return rows.select_for_update(of=("self",)).filter(pk=ticket).first()
