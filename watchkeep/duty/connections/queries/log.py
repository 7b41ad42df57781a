"""What stands in the log of runs, and what in it waits for somebody."""

from typing import Any

from django.db.models import Q, QuerySet

from watchkeep.duty.connections.models import ActionRun, State
from watchkeep.duty.connections.permissions import P
from watchkeep.duty.connections.rules.actions import Ask
from watchkeep.kernel.actors import Actor

_WANTS = Q(state=State.WAITING_APPROVAL) | Q(state=State.WAITING, action=Ask.about.name)


def log(actor: Actor, **asked: Any) -> QuerySet[ActionRun]:
    """The runs that an actor may see, narrowed by state, action, connection or ticket number."""
    names = {"state": "state", "action": "action", "connection": "connection", "ticket": "ticket__number"}
    wanted = {names[name]: value for name, value in asked.items() if value}
    return ActionRun.objects.visible_to(actor).filter(**wanted).select_related("connection", "ticket")


def of_ticket(ticket_id: int, actor: Actor) -> QuerySet[ActionRun]:
    """The runs of one ticket, the newest first."""
    return ActionRun.objects.visible_to(actor).filter(ticket=ticket_id).select_related("connection")


def that_want_a_person(ticket_id: int, actor: Actor) -> QuerySet[ActionRun]:
    """The runs of a ticket that wait for an approval or an answer, the oldest first."""
    return of_ticket(ticket_id, actor).filter(_WANTS).order_by("id")


def to_decide(actor: Actor) -> QuerySet[ActionRun]:
    """What waits for this actor's approval: nobody approves what they asked for."""
    if not actor.may(P.APPROVE):
        return ActionRun.objects.none()
    waiting = ActionRun.objects.waiting_for_approval().exclude(asked_by=actor.key)
    return waiting.exclude(asked_by_person=actor.person) if actor.person else waiting
