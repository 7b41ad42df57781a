"""Reads: what hangs together, and what looks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models.expressions import RawSQL

from watchkeep.kernel import search
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import DONE, Relation, Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.incidents.models import IncidentQuerySet
    from watchkeep.work.tickets.models import TicketQuerySet

LOOKED_AT = 120
"""How many of a service's latest tickets are compared by their titles."""
ENOUGH = 3
"""With how many found on the service itself nobody looks elsewhere."""
ALIKE = 0.3
"""From which trigram similarity on (0 to 1; PostgreSQL's own threshold) two titles look alike."""

_MERGED = """
WITH RECURSIVE family(id) AS (
    SELECT ticket_id FROM incidents_incident WHERE merged_into_id = %s
    UNION
    SELECT one.ticket_id FROM incidents_incident one JOIN family ON one.merged_into_id = family.id
)
SELECT id FROM family
"""


def past(incident: Incident, actor: Actor, most: int = 5) -> list[Incident]:
    """Ended incidents like this one: of the same alert first, then with a title like it, here and else elsewhere.

    At most three queries over a bounded number of rows, whatever the size of the history.
    """
    seen = Incident.objects.visible_to(actor).exclude(pk=incident.pk).filter(
        merged_into=None, ticket__state__in=DONE, ticket__is_drill=incident.ticket.is_drill
    )  # fmt: skip
    same = seen.filter(fingerprint=incident.fingerprint).order_by("-ticket_id") if incident.fingerprint else seen.none()
    found = list(same[:most])
    for latest in _like(incident.ticket):
        if len(found) < min(most, ENOUGH):
            alike = seen.filter(ticket__in=latest.values("pk")[:LOOKED_AT]).exclude(pk__in=[one.pk for one in found])
            likeness = TrigramSimilarity("ticket__title", incident.ticket.title)
            ranked = alike.annotate(likeness=likeness).filter(likeness__gte=ALIKE).order_by("-likeness", "-ticket_id")
            found += ranked[: most - len(found)]
    return found


def _like(ticket: Ticket) -> Iterator[TicketQuerySet]:
    """The latest incidents of the same service; the latest anywhere that share words with the title."""
    latest = Ticket.objects.incidents().order_by("-opened_at", "-id")
    if ticket.service_id:
        yield latest.filter(service=ticket.service_id)
    if words := search.alike(ticket.title):
        yield latest.filter(is_open=False, words=words)


def family(incident: Incident) -> list[Incident]:
    """Everything that was merged into this one, however indirectly, the oldest first."""
    ids = RawSQL(_MERGED, [incident.pk])  # noqa: S611  # a constant statement, its value apart
    return list(Incident.objects.filter(pk__in=ids).order_by("ticket_id"))


def children(parent: Incident) -> IncidentQuerySet:
    """The parts of a larger incident, the newest first."""
    return Incident.objects.filter(parent=parent).order_by("-ticket_id")


def open_followers(incident: Incident) -> IncidentQuerySet:
    """Open incidents that follow on from this one."""
    return Incident.objects.open().filter(ticket__links__target=incident.pk, ticket__links__relation=Relation.FOLLOWS)
