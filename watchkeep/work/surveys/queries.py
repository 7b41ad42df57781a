"""Reads: how people found it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from watchkeep.kernel.actors import Actor
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


@dataclass(frozen=True)
class Part:
    """CSAT of a part of the answers: a month, a team or a service. ``key`` is the month's first moment, or a name."""

    key: Any
    answered: int
    share: float
    mean: float


def satisfaction(since: datetime) -> Satisfaction:
    """How those found it who were asked since then, in one query."""
    found = Survey.objects.filter(asked_at__gte=since).aggregate(
        asked=Count("pk"), answered=Count("score"), content=Count("pk", filter=Q(score__gte=CONTENT)), mean=Avg("score")
    )
    share = found["content"] / found["answered"] if found["answered"] else None
    return Satisfaction(found["asked"], found["answered"], share, found["mean"])


def by_month(since: datetime) -> list[Part]:
    """The same month by month in the reader's zone, the oldest first."""
    return _parts(since, TruncMonth("asked_at"), "key", most=None)


def by_team(since: datetime, most: int = 20) -> list[Part]:
    """The same by the team whose ticket it was, those with most answers first."""
    return _parts(since, F("ticket__team__name"), "-answered", most)


def by_service(since: datetime, most: int = 20) -> list[Part]:
    """The same by the service that it was about, those with most answers first."""
    return _parts(since, F("ticket__service__name"), "-answered", most)


def comments(actor: Actor, since: datetime) -> QuerySet[Survey]:
    """What people wrote with their answers, the newest first."""
    rows = Survey.objects.visible_to(actor).answered().filter(asked_at__gte=since).exclude(comment="")
    return rows.select_related("ticket__service", "person").order_by("-id")


def _parts(since: datetime, key: Any, order: str, most: int | None) -> list[Part]:
    rows = Survey.objects.answered().filter(asked_at__gte=since).order_by().annotate(key=key).values("key")
    content = Count("pk", filter=Q(score__gte=CONTENT))
    counted = rows.annotate(answered=Count("pk"), content=content, mean=Avg("score")).order_by(order, "key")
    return [Part(row["key"], row["answered"], row["content"] / row["answered"], row["mean"]) for row in counted[:most]]


def survey_of(ticket: Ticket) -> Survey | None:
    """The question about a ticket, if it was asked."""
    return Survey.objects.filter(ticket=ticket).first()
