"""Reads: whose portal it is, what is theirs, and how often people helped themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from watchkeep.estate.people.models import Organisation
from watchkeep.kernel.actors import Actor
from watchkeep.work.selfservice.models import Attempt, Audience, Outcome, Portal
from watchkeep.work.tickets.models import Kind, Ticket, TicketQuerySet, Watcher
from watchkeep.work.tickets.permissions import P as Tickets

THEIRS = (Kind.INCIDENT, Kind.REQUEST)
"""The kinds of tickets that people ask for; others are our own business."""


@dataclass(frozen=True)
class Figures:
    """What came of looking for help in some days. Only what was judged is counted."""

    outcomes: dict[str, int]

    @property
    def total(self) -> int:
        """How many attempts were judged."""
        return sum(self.outcomes.values())

    @property
    def share(self) -> float | None:
        """The share of people who helped themselves and did not come back; None while nobody looked for help."""
        return self.outcomes.get(Outcome.DEFLECTED, 0) / self.total if self.total else None


def portal_for(actor: Actor) -> Portal:
    """The portal of the actor's organisation: our own people are employees."""
    own = Organisation.objects.filter(pk=actor.organisation or 0, kind=Organisation.Kind.OWN).exists()
    return Portal.objects.get(audience=Audience.EMPLOYEES if own or is_staff(actor) else Audience.CUSTOMERS)


def is_staff(actor: Actor) -> bool:
    """Whether the actor works on tickets, rather than asking for them."""
    return actor.may(Tickets.SEE)


def tickets_of(actor: Actor) -> TicketQuerySet:
    """What somebody asked for or follows, and what their organisation shares with them: also for staff no more."""
    rows = Ticket.objects.visible_to(actor).filter(kind__in=THEIRS)
    if not is_staff(actor):
        return rows
    return rows.filter(
        Q(requester=actor.person) | Q(pk__in=Watcher.objects.filter(person=actor.person).values("ticket"))
    )


def figures(since: datetime) -> Figures:
    """What came of the attempts that began since then."""
    rows = Attempt.objects.exclude(outcome="").filter(began_at__gte=since)
    return Figures(dict(rows.order_by().values_list("outcome").annotate(n=Count("pk"))))


def attempts(outcome: str = "") -> QuerySet[Attempt]:
    """The attempts behind the figures, the newest first."""
    rows = Attempt.objects.exclude(outcome="").select_related("article", "ticket")
    return rows.filter(outcome=outcome) if outcome else rows


def helpful_articles(since: datetime, most: int = 10) -> list[Any]:
    """The articles with which people helped themselves most often."""
    rows = Attempt.objects.filter(outcome=Outcome.DEFLECTED, article__isnull=False, began_at__gte=since).order_by()
    counted = rows.values("article__number", "article__title").annotate(n=Count("pk"))
    return list(counted.order_by("-n", "article__number")[:most])
