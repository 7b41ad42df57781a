"""How changes went in a time, beside the same time before it: altogether, week by week, by team, model and service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncWeek
from django.utils import timezone

from watchkeep.insight.verdicts.models import ChangeReview, Finding, Verdict
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.life import UNANNOUNCED
from watchkeep.work.changes.models import WENT_WRONG, Change, Kind, Outcome
from watchkeep.work.tickets.models import State

MOST_DAYS = 366
SHOWN = 8
WEEK = timedelta(days=7)
_WRONG = Q(outcome__in=WENT_WRONG) | Q(harmed_at__isnull=False)
_UNANNOUNCED = Q(ticket__tags__contains=Value([UNANNOUNCED], ArrayField(CharField(max_length=40))))
_COUNTS: Mapping[str, Count] = {
    "ended": Count("pk"),
    "known": Count("pk", filter=~Q(outcome="") | Q(harmed_at__isnull=False)),
    "successful": Count("pk", filter=Q(outcome=Outcome.SUCCESSFUL, harmed_at=None)),
    "harmful": Count("pk", filter=Q(outcome=Outcome.SUCCESSFUL, harmed_at__isnull=False)),
    "with_issues": Count("pk", filter=Q(outcome=Outcome.WITH_ISSUES)),
    "backed_out": Count("pk", filter=Q(outcome=Outcome.BACKED_OUT)),
    "failed": Count("pk", filter=Q(outcome=Outcome.FAILED)),
    "emergencies": Count("pk", filter=Q(kind=Kind.EMERGENCY)),
    "unannounced": Count("pk", filter=_UNANNOUNCED),
}


@dataclass(frozen=True, kw_only=True)
class Results:
    """How the changes that ended in a time went. ``known``: somebody said how, or it was found to have done harm.

    ``successful``: called so by a person, and nothing found against it; ``harmful``: called so, but it did harm.
    ``worse``, ``better`` and ``harm_reviewed`` are None for whoever may not see verdicts.
    """

    ended: int = 0
    known: int = 0
    successful: int = 0
    harmful: int = 0
    with_issues: int = 0
    backed_out: int = 0
    failed: int = 0
    emergencies: int = 0
    unannounced: int = 0
    cancelled: int = 0
    worse: int | None = None
    better: int | None = None
    harm_reviewed: int | None = None

    @property
    def untold(self) -> int:
        """Of how many nobody has said yet how they went."""
        return self.ended - self.known

    @property
    def percent(self) -> int | None:
        """How many of a hundred of which it is known were successful."""
        return round(100 * self.successful / self.known) if self.known else None


@dataclass(frozen=True)
class Group:
    """How the changes of one team, by one model or on one service went. ``slug`` is its short name."""

    id: int
    name: str
    slug: str
    ended: int
    known: int
    wrong: int

    @property
    def percent(self) -> int | None:
        """How many of a hundred of which it is known went well."""
        return round(100 * (self.known - self.wrong) / self.known) if self.known else None


@dataclass(frozen=True)
class Week:
    """One week, by the day on which it begins; the time that is asked for cuts the first and the last."""

    on: date
    ended: int
    wrong: int


@dataclass(frozen=True)
class Report:
    """A time of so many days up to now, the same time before it, and what it is made of: the largest first."""

    days: int
    since: datetime
    until: datetime
    now: Results
    before: Results
    weeks: list[Week]
    teams: list[Group]
    models: list[Group]
    services: list[Group]

    @property
    def wrong(self) -> int:
        """How many went wrong."""
        return sum(week.wrong for week in self.weeks)


def results(actor: Actor, *, days: int, until: datetime) -> Report:
    """How the changes that the reader may see went: eight statements, along the index of ends."""
    days = min(max(days, 1), MOST_DAYS)
    since = until - timedelta(days=days)
    ended = _ended(actor, since, until)
    now, before = _both(actor, since, until)
    return Report(
        days, since, until, now, before, _weeks(ended, since, until),
        _groups(ended, "ticket__team"), _groups(ended, "model"), _groups(ended, "touches__service"),
    )  # fmt: skip


def _ended(actor: Actor, since: datetime, until: datetime) -> QuerySet[Change]:
    return Change.objects.visible_to(actor).filter(ended_at__gte=since, ended_at__lt=until).order_by()


def _both(actor: Actor, since: datetime, until: datetime) -> tuple[Results, Results]:
    """This time and the one before, each figure of both by one statement."""
    both = _ended(actor, since - (until - since), until)
    found: dict[bool, dict[str, Any]] = {True: {}, False: {}}
    counted: Any = both.values(is_now=_after("ended_at", since)).annotate(**_COUNTS)
    for row in counted:
        found[row["is_now"]] |= {name: row[name] for name in _COUNTS}
    called_off = Change.objects.visible_to(actor).order_by().filter(
        ticket__state=State.CANCELLED, ticket__closed_at__gte=since - (until - since), ticket__closed_at__lt=until,
    )  # fmt: skip
    for gone in called_off.values(is_now=_after("ticket__closed_at", since)).annotate(n=Count("pk")):
        found[gone["is_now"]]["cancelled"] = gone["n"]
    if actor.may(P.SEE):
        _judge(found, both, since)
    return Results(**found[True]), Results(**found[False])


def _judge(found: dict[bool, dict[str, Any]], both: QuerySet[Change], since: datetime) -> None:
    """What verdicts and reviews say of them."""
    for one in found.values():
        one.update(worse=0, better=0, harm_reviewed=0)
    verdicts = Verdict.objects.judged().filter(
        change__in=both.values("pk"), finding__in=(Finding.WORSE, Finding.BETTER)
    )
    asked = verdicts.order_by().values("finding", is_now=_after("change__ended_at", since)).annotate(n=Count("pk"))
    for row in asked:
        found[row["is_now"]][row["finding"]] = row["n"]
    reviews = ChangeReview.objects.filter(did_harm=True, verdict__change__in=both.values("pk")).order_by()
    after = _after("verdict__change__ended_at", since)
    for harm in reviews.values(is_now=after).annotate(n=Count("pk")):
        found[harm["is_now"]]["harm_reviewed"] = harm["n"]


def _after(field: str, since: datetime) -> Case:
    return Case(When(**{f"{field}__gte": since}, then=True), default=False, output_field=BooleanField())


def _weeks(ended: QuerySet[Change], since: datetime, until: datetime) -> list[Week]:
    """Weeks of the reader's own clock, those without a change as well."""
    rows = ended.values(on=TruncWeek("ended_at")).annotate(n=Count("pk"), wrong=Count("pk", filter=_WRONG))
    found = {row["on"].date(): Week(row["on"].date(), row["n"], row["wrong"]) for row in rows}
    first, last = (timezone.localtime(at).date() for at in (since, until))
    monday = first - timedelta(days=first.weekday())
    every = [monday + number * WEEK for number in range((last - monday).days // 7 + 1)]
    return [found.get(on, Week(on, 0, 0)) for on in every]


def _groups(ended: QuerySet[Change], by: str) -> list[Group]:
    """The largest; of as many, those of which more went wrong."""
    rows = (
        ended.filter(**{f"{by}__isnull": False})
        .values(id=F(by), name=F(f"{by}__name"), slug=F(f"{by}__slug"))
        .annotate(ended=Count("pk"), known=_COUNTS["known"], wrong=Count("pk", filter=_WRONG))
        .order_by("-ended", "-wrong", "name", "id")
    )
    return [Group(**row) for row in rows[:SHOWN]]
