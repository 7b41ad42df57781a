"""Reads: whose portal it is, what is offered and theirs in it, and how often people helped themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Exists, Min, Model, Q, QuerySet, Value
from django.db.models.functions import TruncWeek

from watchkeep.estate.knowledge.models import Article
from watchkeep.estate.people.models import Organisation
from watchkeep.kernel import search
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import queries as requests
from watchkeep.work.requests.models import CatalogueItem, Category
from watchkeep.work.selfservice.models import Attempt, Audience, Outcome, Portal
from watchkeep.work.tickets.models import Kind, Ticket, TicketQuerySet, Watcher
from watchkeep.work.tickets.permissions import P as Tickets

R = TypeVar("R", bound=Model)
THEIRS = (Kind.INCIDENT, Kind.REQUEST)
"""The kinds of tickets that people ask for; others are our own business."""
A_WEEK, HALF_A_YEAR, MOST_DAYS = timedelta(days=7), timedelta(days=182), 30


@dataclass(frozen=True)
class Figures:
    """What came of looking for help in some days: how often somebody looked, read, and found nothing at all.

    ``outcomes`` counts only what was judged, which takes seven days.
    """

    searches: int
    read: int
    in_vain: int
    outcomes: dict[str, int]

    @property
    def total(self) -> int:
        """How many attempts were judged."""
        return sum(self.outcomes.values())

    @property
    def share(self) -> float | None:
        """The share of people who helped themselves and did not come back; None while nobody looked for help."""
        return self.outcomes.get(Outcome.DEFLECTED, 0) / self.total if self.total else None


@dataclass(frozen=True)
class Week:
    """One week of looking for help, by its Monday."""

    on: datetime
    searches: int
    deflected: int
    asked: int


@dataclass(frozen=True)
class Quieted:
    """An article, and how often its matter was asked about in so many days before and after it was published."""

    article: Article
    published_at: datetime
    days: int
    before: int
    after: int


def portal_for(actor: Actor) -> Portal:
    """The portal of the actor's organisation: our own people are employees."""
    rows = Portal.objects.select_related("logo")
    if is_staff(actor):
        return rows.get(audience=Audience.EMPLOYEES)
    own = Exists(Organisation.objects.filter(pk=actor.organisation or 0, kind=Organisation.Kind.OWN))
    return rows.get(Q(own, audience=Audience.EMPLOYEES) | Q(~own, audience=Audience.CUSTOMERS))


def is_staff(actor: Actor) -> bool:
    """Whether the actor works on tickets, rather than asking for them."""
    return actor.may(Tickets.SEE)


def catalogue(
    portal: Portal, actor: Actor, *, words: str = "", category: Category | None = None
) -> QuerySet[CatalogueItem]:
    """What this actor may order in this portal now, narrowed by words or to a shelf."""
    return _shown(portal, requests.catalogue(actor, words=words, category=category), "category")


def categories(portal: Portal, actor: Actor) -> QuerySet[Category]:
    """The shelves of this portal on which this actor finds something, each with how much: ``many``."""
    return _shown(portal, requests.categories(actor), "pk")


def tickets_of(actor: Actor) -> TicketQuerySet:
    """What somebody asked for or follows, and what their organisation shares with them: also for staff no more."""
    rows = Ticket.objects.visible_to(actor).filter(kind__in=THEIRS)
    if not is_staff(actor):
        return rows
    return rows.filter(Q(requester=actor.person) | Q(pk__in=_followed_by(actor)))


def latest_of(actor: Actor, most: int) -> TicketQuerySet:
    """Of the same tickets, the latest of each way to them, so many each: asked for, followed, shared."""
    rows = Ticket.objects.filter(kind__in=THEIRS)
    if is_staff(actor):
        parts = [rows.filter(requester=actor.person), rows.filter(pk__in=_followed_by(actor))]
    else:
        parts = rows.in_parts_for(actor)
    first, *others = (part.order_by("-opened_at", "-id").values("pk")[:most] for part in parts)
    return Ticket.objects.filter(pk__in=first.union(*others))


def seeking(people: Collection[int]) -> set[int]:
    """Those of these people who have looked for help, and of whom nobody knows yet whether they found it."""
    if not people:
        return set()
    return set(Attempt.objects.filter(person__in=people, judge_at__isnull=False).values_list("person", flat=True))


def figures(since: datetime) -> Figures:
    """What came of the attempts that began since then, in one query."""
    outcomes = {value: Count("pk", filter=Q(outcome=value)) for value in Outcome.values}
    found = Attempt.objects.filter(began_at__gte=since).aggregate(
        searches=Count("pk"), read=Count("article"), in_vain=Count("pk", filter=Q(is_in_vain=True)), **outcomes
    )
    counted = {name: found[name] for name in ("searches", "read", "in_vain")}
    return Figures(**counted, outcomes={name: found[name] for name in Outcome.values if found[name]})


def weeks(since: datetime) -> list[Week]:
    """The same, week by week, the oldest first."""
    rows = Attempt.objects.filter(began_at__gte=since).annotate(on=TruncWeek("began_at")).order_by("on").values("on")
    came_back = Q(outcome__in=(Outcome.ASKED, Outcome.RETURNED))
    counted = rows.annotate(
        searches=Count("pk"), deflected=Count("pk", filter=Q(outcome=Outcome.DEFLECTED)),
        asked=Count("pk", filter=came_back),
    )  # fmt: skip
    return [Week(**row) for row in counted]


def attempts(since: datetime, which: str = "") -> QuerySet[Attempt]:
    """The attempts behind the figures, the newest first: of one outcome, ``vain`` or ``read``, or all of them."""
    rows = Attempt.objects.filter(began_at__gte=since).select_related("article", "ticket")
    if which in Outcome.values:
        return rows.filter(outcome=which)
    narrowed = {"vain": Q(is_in_vain=True), "read": Q(article__isnull=False)}
    return rows.filter(narrowed[which]) if which in narrowed else rows


def helpful_articles(since: datetime, most: int = 10) -> list[Any]:
    """The articles with which people helped themselves most often."""
    rows = Attempt.objects.filter(outcome=Outcome.DEFLECTED, article__isnull=False, began_at__gte=since).order_by()
    counted = rows.values("article__number", "article__title").annotate(n=Count("pk"))
    return list(counted.order_by("-n", "article__number")[:most])


def quieted(actor: Actor, now: datetime, *, most: int = 8) -> list[Quieted]:
    """Articles of the last half year whose matter people asked about before, those that quieted it most first.

    The same number of days is counted on both sides of the day on which an article was first published: thirty, or as
    many as have passed. A ticket counts when it shares telling words with the article's title. Two queries.
    """
    rows = Article.objects.visible_to(actor).live().annotate(first=Min("versions__published_at"))
    rows = rows.filter(first__gte=now - HALF_A_YEAR, first__lte=now - A_WEEK).order_by("-views", "-id")
    articles: dict[int, Any] = {one.pk: one for one in rows[: 3 * most]}
    asked = [query for one in articles.values() if (query := _asked_about(one, now)) is not None]
    counted = list(asked[0].union(*asked[1:], all=True)) if asked else []
    found = [
        Quieted(one := articles[pk], one.first, _days(one.first, now), before, after) for pk, before, after in counted
    ]
    found = [one for one in found if one.before]
    return sorted(found, key=lambda one: (one.after - one.before, -one.article.pk))[:most]


def _followed_by(actor: Actor) -> QuerySet[Any, Any]:
    return Watcher.objects.filter(person=actor.person).values("ticket")


def _asked_about(article: Any, now: datetime) -> Any:
    """How often its matter was asked about before and after it was published; None when its title tells nothing."""
    alike = search.alike(article.title)
    if alike is None:
        return None
    span = timedelta(days=_days(article.first, now))
    near = Q(opened_at__gte=article.first - span, opened_at__lt=article.first + span)
    rows: Any = Ticket.objects.counted().filter(near, words=alike, kind__in=THEIRS).order_by()
    before, after = Q(opened_at__lt=article.first), Q(opened_at__gte=article.first)
    counts = {"before": Count("pk", filter=before), "after": Count("pk", filter=after)}
    return rows.values(article=Value(article.pk)).annotate(**counts).values_list("article", "before", "after")


def _days(first: datetime, now: datetime) -> int:
    return min(MOST_DAYS, (now - first).days)


def _shown(portal: Portal, rows: QuerySet[R], name: str) -> QuerySet[R]:
    """Those of these rows that lie on shelves which the portal shows."""
    shelves = Portal.categories.through.objects.filter(portal=portal)
    return rows.filter(Q(**{f"{name}__in": shelves.values("category")}) | ~Exists(shelves))
