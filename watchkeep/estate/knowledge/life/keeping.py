"""Keeping articles true: looked at in time, stale when what they are about has changed, retired when of no use."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.events import Confirmed, Kept, MarkedStale, RetirementProposed, ReviewDue
from watchkeep.estate.knowledge.life.steps import take
from watchkeep.estate.knowledge.models import Article
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell, tell_many

BATCH = 100
WEIGH_EVERY = timedelta(days=1)


def next_look(days: int, now: datetime) -> dict[str, Any]:
    """What to write when an article was looked at now: when it is next, with its first reminder."""
    due = now + timedelta(days=days)
    return {
        "confirmed_at": now, "review_due_at": due, "nudges": 0, "next_nudge_at": due - rules.NUDGE_BEFORE,
        "weigh_at": now,
    }  # fmt: skip


@transaction.atomic
def confirm(article: Article, *, by: Actor) -> None:
    """Say that it is still right: it is looked at again after its time."""
    look = next_look(article.review_days, clock.now())
    take(article, "confirm", by=by, stale_at=None, stale_reason="", **look)
    tell(Confirmed(record=article.pk, by=by, due_at=look["review_due_at"]))


@transaction.atomic
def propose_retirement(article: Article, *, by: Actor, reason: str) -> None:
    """Say that it seems to be of no use any more."""
    reason = reason.replace("\x00", "").strip()[:300]
    take(article, "propose_retirement", by=by, retire_asked_at=clock.now(), retire_reason=reason)
    tell(RetirementProposed(record=article.pk, by=by, number=article.number, reason=reason))


@transaction.atomic
def keep(article: Article, *, by: Actor) -> None:
    """Decide that it is still of use; the question is not asked again for half a year."""
    take(article, "keep", by=by, retire_asked_at=None, retire_reason="", viewed_at=clock.now())
    tell(Kept(record=article.pk, by=by))


@transaction.atomic
def mark_stale(*, by: Actor, reason: str, service: int | None = None, item: int | None = None) -> int:
    """Say of all published articles on a service or item that they may be wrong now. Returns how many were not yet."""
    about = Q(services=service) if service else Q(items=item)
    rows = Article.objects.live().filter(about, stale_at__isnull=True)
    return _doubt(rows.values_list("pk", flat=True), by, reason[:300])


def nudge_due() -> int:
    """Remind owners of what is to be looked at. Returns how many were due."""
    now = clock.now()
    with transaction.atomic():
        rows = Article.objects.due_for_a_nudge(now).select_for_update(skip_locked=True, no_key=True, of=("self",))
        facts = []
        for article in rows[:BATCH]:
            due = article.review_due_at or now
            stage, count, again = rules.next_nudge(due, article.nudges, now)
            Article.objects.filter(pk=article.pk).update(nudges=count, next_nudge_at=again)
            facts.append(ReviewDue(record=article.pk, by=CLOCK, number=article.number, stage=stage, due_at=due))
        tell_many(facts)
    return len(facts)


@transaction.atomic
def weigh(article: Article, *, by: Actor, incidents: int) -> None:
    """Note how often what it is about failed in the last ninety days: that decides when it is looked at next.

    An article that nobody read for half a year, or whose services are all gone, is proposed to be retired.
    """
    now, days = clock.now(), rules.review_days(incidents)
    values: dict[str, Any] = {"incidents": incidents, "review_days": days, "weigh_at": now + WEIGH_EVERY}
    if days != article.review_days and article.confirmed_at and article.is_live:
        due = article.confirmed_at + timedelta(days=days)
        values |= {"review_due_at": due, "nudges": 0, "next_nudge_at": due - rules.NUDGE_BEFORE}
    Article.objects.filter(pk=article.pk).update(**values)
    article.refresh_from_db(fields=list(values))
    if article.is_live and article.retire_asked_at is None and (reason := _useless(article, now)):
        propose_retirement(article, by=by, reason=reason)


def weigh_soon(services: Iterable[int]) -> None:
    """Have the articles on these services weighed at the next opportunity."""
    now = clock.now()
    Article.objects.live().filter(services__in=list(services), weigh_at__gt=now).update(weigh_at=now)


def note_view(article: Article, *, by: Actor) -> None:
    """Count a reader; nobody's edit, and no version. Writers who look at their own article do not count."""
    if by.person is None or by.person != article.owner_id:
        Article.objects.filter(pk=article.pk).update(views=F("views") + 1, viewed_at=clock.now())


def note_use(article: Article) -> None:
    """Count that it helped with a piece of work, inside the verb that says so."""
    Article.objects.filter(pk=article.pk).update(used=F("used") + 1, viewed_at=clock.now())


def _doubt(ids: Iterable[int], by: Actor, reason: str) -> int:
    now, found = clock.now(), list(Article.objects.filter(pk__in=list(ids)).only("pk", "number"))
    Article.objects.filter(pk__in=[one.pk for one in found]).update(stale_at=now, stale_reason=reason)
    tell_many([MarkedStale(record=one.pk, by=by, number=one.number, reason=reason) for one in found])
    return len(found)


def _useless(article: Article, now: datetime) -> str:
    if article.published_at and rules.unused(article.published_at, article.viewed_at, now):
        return _("Nobody has read it for half a year.")
    services = list(article.services.values_list("is_active", flat=True))
    if services and not any(services):
        return _("None of its services is offered any more.")
    return ""
