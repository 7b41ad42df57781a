"""What incidents do when something else is told."""

from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents import life, queries
from watchkeep.work.incidents.models import Incident, State
from watchkeep.work.tickets.events import Replied

REPLY = Actor.system("rule:reply", "Requester's reply")


def answer_reply(fact: Replied) -> None:
    """A requester disagrees: reopen within the grace period; after it open an incident that follows the old one."""
    if fact.from_desk:
        return
    incident = Incident.objects.filter(pk=fact.record).first()
    if incident is None or incident.is_merged:
        return
    if incident.state in {State.RESOLVED, State.CLOSED, State.CANCELLED}:
        if incident.may_come_back:
            life.reopen(incident, by=REPLY, reason="The requester replied")
        else:
            _follow(incident)


def _follow(incident: Incident) -> None:
    """Open a new incident from what the requester wrote on an old one, unless an open one follows it already."""
    if queries.open_followers(incident).exists():
        return
    ticket = incident.ticket
    life.open_(
        by=REPLY,
        title=ticket.title,
        description=f"Follows {ticket.number}, which the requester answered after its grace period.",
        service=ticket.service,
        team=ticket.team,
        requester=ticket.requester,
        impact=incident.impact,
        urgency=incident.urgency,
        past=incident,
    )
