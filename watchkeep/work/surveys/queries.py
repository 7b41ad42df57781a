"""Reads: how people found it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Q

from watchkeep.work.surveys.models import Survey
from watchkeep.work.tickets.models import Ticket

CONTENT = 4
"""From which score on somebody counts as content (CSAT: the share of 4 and 5 among the answers)."""


@dataclass(frozen=True)
class Satisfaction:
    """CSAT of some days: how many were asked and answered, the share that is content, and the mean score."""

    asked: int
    answered: int
    share: float | None
    mean: float | None


def satisfaction(since: datetime) -> Satisfaction:
    """How those found it who were asked since then, in one query."""
    found = Survey.objects.filter(asked_at__gte=since).aggregate(
        asked=Count("pk"), answered=Count("score"), content=Count("pk", filter=Q(score__gte=CONTENT)), mean=Avg("score")
    )
    share = found["content"] / found["answered"] if found["answered"] else None
    return Satisfaction(found["asked"], found["answered"], share, found["mean"])


def survey_of(ticket: Ticket) -> Survey | None:
    """The question about a ticket, if it was asked."""
    return Survey.objects.filter(ticket=ticket).first()
