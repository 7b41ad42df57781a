"""Answers to facts of other slices."""

from watchkeep.kernel.facts import Fact
from watchkeep.work.surveys import life
from watchkeep.work.tickets.models import Ticket


def ask(fact: Fact) -> None:
    """It is done: the question goes with the message that says so."""
    life.ask(Ticket.objects.select_related("requester").get(pk=fact.record))
