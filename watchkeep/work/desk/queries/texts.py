"""What placeholders stand for on one ticket."""

from django.utils import formats, timezone

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket


def values_for(ticket: Ticket, actor: Actor) -> dict[str, str]:
    """The value of each placeholder, empty where there is none. One query, for who writes."""
    agent = Person.objects.filter(pk=actor.person).first() if actor.person else None
    writer, asker = agent.name if agent else "", ticket.requester.name if ticket.requester else ""
    return {
        "ticket.number": ticket.number,
        "ticket.title": ticket.title,
        "requester.name": asker,
        "requester.first_name": asker.partition(" ")[0],
        "agent.name": writer,
        "agent.first_name": writer.partition(" ")[0],
        "service.name": str(ticket.service or ""),
        "team.name": str(ticket.team or ""),
        "assignee.name": str(ticket.assignee or ""),
        "organisation.name": str(ticket.organisation or ""),
        "today": formats.date_format(timezone.localtime(clock.now()).date(), "DATE_FORMAT"),
    }
