"""Answers to facts of other slices."""

from watchkeep.kernel.facts import Fact
from watchkeep.work.selfservice import life
from watchkeep.work.tickets.models import Ticket


def notice_question(fact: Fact) -> None:
    """Somebody opened a ticket: looking for help was not enough."""
    life.asked(Ticket.objects.get(pk=fact.record))
