"""From work to knowledge: an article helps, and what was closed becomes a draft."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from watchkeep.duty.fulfilment import queries as fulfilment
from watchkeep.duty.notify import queries as reach
from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.knowledge import queries as articles
from watchkeep.estate.knowledge.models import Article, Audience, Kind, State
from watchkeep.insight.capture import queries, rules
from watchkeep.insight.capture.events import ArticleUnused, ArticleUsed, DraftWritten
from watchkeep.insight.capture.models import Recurrence, Use
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems.models import Problem
from watchkeep.work.requests.models import Request
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.tickets.permissions import P as Tickets

Parts = tuple[tuple[str, str], ...]
WINDOW = timedelta(days=90)
BATCH = 200
FAULTS = 500
"""So many faults that come back are kept to be written about, the most frequent."""


@transaction.atomic
def use(ticket: Ticket, *, by: Actor, article: Article) -> None:
    """Say that an article helped with a ticket."""
    by.need(Tickets.LINK, _("say what helped"))
    if Use.objects.get_or_create(ticket=ticket, article=article, defaults={"person_id": by.person})[1]:
        knowledge.note_use(article)
        tell(ArticleUsed(record=ticket.pk, by=by, article=article.pk, number=article.number))


@transaction.atomic
def unuse(ticket: Ticket, *, by: Actor, article: Article) -> None:
    """Say that it did not help after all."""
    by.need(Tickets.LINK, _("say what helped"))
    if Use.objects.filter(ticket=ticket, article=article).delete()[0]:
        tell(ArticleUnused(record=ticket.pk, by=by, article=article.pk, number=article.number))


@transaction.atomic
def capture(incident: Incident, *, by: Actor = CLOCK) -> Article | None:
    """Write a draft from an incident that was closed. Personal data is masked.

    Nothing is written where an article helped already, where the fault has one, or where nobody said what was done.
    """
    ticket = incident.ticket
    if ticket.is_drill or incident.merged_into_id or not rules.is_worth_it(incident.fix):
        return None
    return None if _is_known(ticket, _key(incident)) else write_about(incident, by=by)


@transaction.atomic
def write_about(incident: Incident, *, by: Actor) -> Article:
    """Write a draft from an incident: what was seen, what was tried, what helped."""
    ticket = incident.ticket
    return _draft(ticket, by, _key(incident), _told(ticket, _("What you see"), incident.fix))


@transaction.atomic
def capture_request(request: Request, *, by: Actor = CLOCK) -> Article | None:
    """Write a draft from a request that was closed. Personal data is masked.

    Nothing is written where a plan says already how it is done, and of an item of the catalogue only once.
    """
    key = f"item:{request.item_id}" if request.item_id else f"ticket:{request.pk}"
    if request.turned_into_id or request.ticket.is_drill or not rules.is_worth_it(request.result):
        return None
    if fulfilment.plan_of(request.item_id) or _is_known(request.ticket, key):
        return None
    return _draft(request.ticket, by, key, _told(request.ticket, _("What was asked for"), request.result), Kind.HOWTO)


@transaction.atomic
def capture_problem(problem: Problem, *, by: Actor = CLOCK) -> Article | None:
    """Write a draft from a known error: how it shows and how to live with it."""
    key = f"problem:{problem.pk}"
    if not rules.is_worth_it(problem.workaround) or _is_known(problem.ticket, key):
        return None
    parts = (
        (_("What you see"), problem.ticket.description or problem.ticket.title),
        (_("What to do meanwhile"), problem.workaround),
        (_("Why it happens"), problem.cause),
    )
    return _draft(problem.ticket, by, key, parts)


def weigh_due() -> int:
    """Count again how often articles are needed. Returns how many were due."""
    now = clock.now()
    with transaction.atomic():
        rows = Article.objects.due_to_weigh(now).select_for_update(skip_locked=True, no_key=True, of=("self",))
        due = list(rows.prefetch_related("services")[:BATCH])
        services = {service.pk for article in due for service in article.services.all()}
        counted = Ticket.objects.incidents().counted().filter(service__in=services, opened_at__gte=now - WINDOW)
        per = dict(counted.order_by().values_list("service").annotate(Count("pk")))
        for article in due:
            count = sum(per.get(service.pk, 0) for service in article.services.all())
            knowledge.weigh(article, by=CLOCK, incidents=count)
    return len(due)


@transaction.atomic
def count_recurring() -> int:
    """Count anew which faults came back in the last ninety days, and forget those that no longer do.

    Returns how many there are. Takes half a second with a million tickets, so that the page need not count.
    """
    found = queries.recurred(clock.now() - WINDOW, FAULTS)
    counted = ["incident", "count"]
    Recurrence.objects.bulk_create(found, update_conflicts=True, unique_fields=["fingerprint"], update_fields=counted)
    Recurrence.objects.exclude(fingerprint__in=[one.fingerprint for one in found]).delete()
    return len(found)


def _key(incident: Incident) -> str:
    """By what an article about it is found again: the fault, or else the incident itself."""
    return f"fault:{incident.fingerprint}" if incident.fingerprint else f"ticket:{incident.pk}"


def _is_known(ticket: Ticket, key: str) -> bool:
    """Whether an article helped on it, or there is one about the same."""
    if Use.objects.filter(ticket=ticket).exists():
        return True
    return Article.objects.filter(source_key=key).exclude(state=State.RETIRED, published__gt=0).exists()


def _told(ticket: Ticket, first: str, fix: str) -> Parts:
    """What was said, what was tried, what helped."""
    return (
        (first, ticket.description or ticket.title),
        (_("What was tried"), rules.steps(one.body for one in queries.notes(ticket))),
        (_("What helped"), fix),
    )


def _draft(ticket: Ticket, by: Actor, key: str, parts: Parts, kind: Kind = Kind.KNOWN_ERROR) -> Article:
    """The parts, masked, as a draft of whoever worked on it, for the lead of the team to finish."""
    involved = queries.involved(ticket)
    leads = reach.leads_of(ticket.team_id) if ticket.team_id else []
    article = knowledge.write(
        by=by, title=articles.masked(ticket.title, involved), body=articles.masked(rules.draft(parts), involved),
        kind=kind, audience=Audience.INTERNAL, services=[ticket.service] if ticket.service else [],
        team=ticket.team, severities=[ticket.severity] if ticket.severity else [], tags=ticket.tags[:10],
        owner=ticket.assignee, reviewer=leads[0] if leads else None, source=ticket.number, source_key=key,
    )  # fmt: skip
    tell(DraftWritten(record=ticket.pk, by=by, article=article.pk, number=article.number))
    return article
