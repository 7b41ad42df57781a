"""Reads: what hangs together, what looks alike, and what an incident costs."""

from watchkeep.work.incidents.models import Incident, IncidentQuerySet
from watchkeep.work.tickets.models import Relation


def open_followers(incident: Incident) -> IncidentQuerySet:
    """Open incidents that follow on from this one."""
    return Incident.objects.open().filter(ticket__links__target=incident.pk, ticket__links__relation=Relation.FOLLOWS)


def children(parent: Incident) -> IncidentQuerySet:
    """The parts of a larger incident, the newest first."""
    return Incident.objects.filter(parent=parent).order_by("-ticket")
