"""A ticket of any kind, found for its pages."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.queue.places import seen_by
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket

_BESIDE = ("service", "team", "assignee", "requester", "organisation")


def find(request: Request, number: str) -> Ticket:
    """The ticket with this number; 404 for whoever may not see it or its kind."""
    return get_object_or_404(seen(request.actor).select_related(*_BESIDE), number=number.upper())


def seen(actor: Actor) -> QuerySet[Ticket]:
    """The tickets that this actor may see, of the kinds that they may see."""
    return Ticket.objects.visible_to(actor).filter(kind__in=seen_by(actor))
