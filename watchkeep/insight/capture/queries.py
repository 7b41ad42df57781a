"""Reads: what may help on a ticket, what helped, and what comes back without an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, QuerySet

from watchkeep.estate.knowledge import queries as articles
from watchkeep.estate.knowledge.models import Article, State
from watchkeep.estate.people.models import Person
from watchkeep.insight.capture.models import Use
from watchkeep.kernel import clock
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Comment, Ticket

if TYPE_CHECKING:
    from watchkeep.estate.knowledge.queries import Found
    from watchkeep.kernel.actors import Actor

RECURS = 3
"""From how many incidents of one fault in ninety days on it should have an article."""


@dataclass(frozen=True)
class Recurring:
    """A fault that comes back and of which nobody has written."""

    incident: Incident
    count: int


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


def recurring(actor: Actor, most: int = 20) -> list[Recurring]:
    """Faults that come back and have no article, the most frequent first; three queries."""
    since = clock.now() - timedelta(days=90)
    tickets = Ticket.objects.visible_to(actor).counted().filter(opened_at__gte=since)
    rows = Incident.objects.filter(ticket__in=tickets, merged_into=None).exclude(fingerprint="")
    often = rows.order_by().values("fingerprint").annotate(count=Count("pk"), last=Max("pk")).filter(count__gte=RECURS)
    found = list(often.order_by("-count", "-last")[: 3 * most])
    keys = [f"fault:{one['fingerprint']}" for one in found]
    written = Article.objects.filter(source_key__in=keys).exclude(state=State.RETIRED)
    known = set(written.values_list("source_key", flat=True))
    open_ = [one for one in found if f"fault:{one['fingerprint']}" not in known][:most]
    incidents = Incident.objects.select_related("ticket__service").in_bulk([one["last"] for one in open_])
    return [Recurring(incidents[one["last"]], one["count"]) for one in open_]
