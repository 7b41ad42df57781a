"""Who may hear of what.

A topic is the stream and record of a fact (``ticket:12``), a whole stream (``ticket``), or a name such as ``queue``.
"""

from collections.abc import Mapping

from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket

MOST = 100
NEEDS: Mapping[str, str] = {
    "queue": "ticket.see",
    "ticket": "ticket.see",
    "here": "note.see",
    "bulk_run": "ticket.change_many",
    "alerts": "alert.see",
    "alert": "alert.see",
    "integration": "alert.see",
    "route": "alert.see",
    "oncall": "oncall.see",
    "schedule": "oncall.see",
    "policy": "oncall.see",
    "service": "service.see",
    "item": "item.see",
    "gateway": "discovery.see",
    "discovery_job": "discovery.see",
    "discovery_run": "discovery.see",
    "deliveries": "delivery.see",
    "delivery": "delivery.see",
    "webhook": "webhook.configure",
    "announcement": "announcement.see",
    "status_page": "announcement.see",
    "action_run": "action.see",
    "connection": "connection.see",
    "person": "person.see",
    "team": "person.see",
    "organisation": "person.see",
    "role": "role.manage",
    "source": "identity.see",
    "mailbox": "mail.see",
    "changes": "change.see",
    "deployments": "change.see",
    "deployment": "change.see",
    "gate": "change.see",
    "drift": "change.see",
}
"""The permission that a topic takes. A ticket is asked for one by one; what is not named here nobody hears."""


def may_hear(actor: Actor, wanted: list[str]) -> bool:
    """Whether every one of these topics is this actor's to hear."""
    asked = [topic.partition(":") for topic in wanted]
    tickets = {record for stream, colon, record in asked if stream == "ticket" and colon}
    others = {stream for stream, colon, _ in asked if stream != "ticket" or not colon}
    return all(stream in NEEDS and actor.may(NEEDS[stream]) for stream in others) and _may_see(actor, tickets)


def _may_see(actor: Actor, records: set[str]) -> bool:
    if not records:
        return True
    if not all(record.isascii() and record.isdigit() and len(record) < 18 for record in records):
        return False
    return Ticket.objects.visible_to(actor).filter(pk__in=[int(record) for record in records]).count() == len(records)
