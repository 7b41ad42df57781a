"""Answers to facts of other slices."""

from collections.abc import Sequence

from watchkeep.kernel.facts import Fact
from watchkeep.kernel.wires import among
from watchkeep.work.requests.events import Opened
from watchkeep.work.selfservice import life, queries
from watchkeep.work.tickets.models import Ticket


def _of_seekers(facts: Sequence[Fact]) -> Sequence[Fact]:
    """Those of them that may tell of somebody who has looked for help; what names nobody is looked at later."""
    people = {fact.requester for fact in facts if isinstance(fact, Opened) and fact.requester}
    seeking = queries.seeking(people)
    return [fact for fact in facts if not isinstance(fact, Opened) or fact.requester in seeking]


@among(_of_seekers)
def notice_question(fact: Fact) -> None:
    """Somebody opened a ticket: looking for help was not enough."""
    life.asked(Ticket.objects.get(pk=fact.record))
