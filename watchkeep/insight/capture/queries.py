"""Reads: what may help on a ticket, what helped, and what comes back without an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from watchkeep.estate.knowledge import queries as articles
from watchkeep.estate.knowledge.models import Article, State
from watchkeep.estate.people.models import Person
from watchkeep.insight.capture.models import Recurrence, Use
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Comment, Ticket

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.estate.knowledge.queries import Found
    from watchkeep.kernel.actors import Actor

RECURS = 3
"""From how many incidents of one fault in ninety days on it should have an article."""


def used_on(ticket: Ticket, actor: Actor) -> list[Article]:
    """The articles that helped with a ticket."""
    return list(Article.objects.visible_to(actor).filter(pk__in=Use.objects.filter(ticket=ticket).values("article")))


def suggested(ticket: Ticket, actor: Actor, most: int = 3) -> list[Found]:
    """The articles that may help with a ticket, by its own words."""
    text = f"{ticket.title}. {ticket.description[:1000]}"
    return articles.suggest(actor, text, service=ticket.service_id, most=most)


def drafts_of(ticket: Ticket, actor: Actor) -> list[Article]:
    """What was written down from a ticket."""
    return list(Article.objects.visible_to(actor).filter(source=ticket.number)[:5])


def notes(ticket: Ticket, most: int = 12) -> QuerySet[Comment]:
    """What those who worked on it wrote meanwhile, in order, without updates and without the requester's words."""
    rows = Comment.objects.filter(ticket=ticket, is_update=False).order_by("id")
    return (rows.exclude(author=ticket.requester_id) if ticket.requester_id else rows)[:most]


def involved(ticket: Ticket) -> list[str]:
    """The names of everybody who had a part in it."""
    ids: set[int | None] = {ticket.requester_id, ticket.assignee_id}
    ids |= set(Comment.objects.filter(ticket=ticket).values_list("author", flat=True))
    return list(Person.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("name", flat=True))


def recurring(actor: Actor, most: int = 20) -> list[Recurrence]:
    """Faults that come back and have no article, the most frequent first; as they were counted last."""
    known = Article.objects.filter(source_key=Concat(Value("fault:"), OuterRef("fingerprint")))
    rows = Recurrence.objects.visible_to(actor).exclude(Exists(known.exclude(state=State.RETIRED)))
    return list(rows.select_related("incident__ticket__service")[:most])


def recurred(since: datetime, most: int) -> list[Recurrence]:
    """The faults that came back most often since then, counted among all incidents of that time."""
    tickets = Ticket.objects.incidents().counted().filter(opened_at__gte=since)
    rows = Incident.objects.filter(ticket__in=tickets, merged_into=None).exclude(fingerprint="")
    counted = rows.order_by().values("fingerprint").annotate(count=Count("pk"), incident_id=Max("pk"))
    return [Recurrence(**one) for one in counted.filter(count__gte=RECURS).order_by("-count", "-incident_id")[:most]]
