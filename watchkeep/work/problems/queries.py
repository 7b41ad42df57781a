"""Reads: known errors that fit an incident, and what hangs on a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from watchkeep.work.problems.models import Answer, Problem, Suggestion
from watchkeep.work.tickets.models import Link, Relation, Ticket

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchkeep.kernel.actors import Actor

ALIKE = 0.3
"""From which trigram similarity on (0 to 1; PostgreSQL's own threshold) two titles look alike."""


def known_errors(ticket: Ticket, actor: Actor, *, fingerprint: str = "", most: int = 3) -> list[Problem]:
    """Known errors that fit an incident: tied to it, of its fault, or of its service with words that look alike.

    One query over the open known errors.
    """
    tied = Q(pk__in=Link.objects.filter(source=ticket, relation=Relation.CAUSED).values("target"))
    fits = tied | Q(fingerprint=fingerprint) if fingerprint else tied
    rows = (
        Problem.objects.visible_to(actor).offered().annotate(likeness=TrigramSimilarity("ticket__title", ticket.title))
    )
    if ticket.service_id:
        fits |= Q(ticket__service=ticket.service_id, likeness__gte=ALIKE)
    return list(rows.filter(fits).order_by("-likeness", "-ticket_id")[:most])


def problems_under(ticket: Ticket, actor: Actor) -> list[Problem]:
    """The problems that an incident is tied to."""
    tied = Link.objects.filter(source=ticket, relation=Relation.CAUSED).values("target")
    return list(Problem.objects.visible_to(actor).filter(pk__in=tied))


def under_each(tickets: Iterable[int], actor: Actor) -> list[tuple[int, Problem]]:
    """The problems under these incidents, each with the incident that it caused."""
    ties = Link.objects.filter(source__in=list(tickets), relation=Relation.CAUSED).values_list("source", "target")
    found = Problem.objects.visible_to(actor).in_bulk([target for _source, target in ties])
    return [(source, found[target]) for source, target in ties if target in found]


def incidents_of(problem: Problem, actor: Actor, most: int = 50) -> QuerySet[Ticket]:
    """The incidents that it caused, the newest first."""
    tied = Link.objects.filter(target=problem.pk, relation=Relation.CAUSED).values("source")
    return Ticket.objects.visible_to(actor).filter(pk__in=tied).order_by("-id")[:most]


def suggestions(most: int = 20) -> QuerySet[Suggestion]:
    """What may be a problem and waits for somebody's answer."""
    return Suggestion.objects.filter(answer=Answer.OPEN).select_related("service", "item")[:most]
