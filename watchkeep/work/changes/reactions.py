"""What changes do when something else is told."""

from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import events as approvals
from watchkeep.work.changes import life
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


def follow_edit(fact: tickets.Edited | tickets.Assigned) -> None:
    """Its ticket says something else now: that may be another thing than was approved."""
    if Ticket.objects.filter(pk=fact.record, kind=Kind.CHANGE).exists() and (change := _change(fact.record)):
        life.look_again(change, by=RULE)


def _change(ticket: int) -> Change | None:
    rows = Change.objects.select_related("model", "owner", "window")
    return rows.select_for_update(of=("self",)).filter(pk=ticket).first()
