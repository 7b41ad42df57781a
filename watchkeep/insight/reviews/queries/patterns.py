"""Patterns over time: which causes come back, where, how often, and how long it takes from cause to cure.

Definitions, for a span of whole days (UTC) and what has passed of today. Drills never count. A sweep counts incidents
every minute (``life.count_days``).

* **Causes** are the underlying causes, contributing factors and failed controls that were recorded in reviews within
  the span; each counts once where it stands.
* An incident **recurred** when another one of the same fault (fingerprint) was opened within the 90 days before it.
  The **recurrence rate** is the share of recurred incidents among all that were opened within the span.
* **From cause to cure** is the time from the opening of an incident to the completion of the last of its corrective
  actions, for reviews whose actions are all done (proven ones too, dropped ones left out) and whose last one was
  completed within the span.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Q, Sum, Window
from django.db.models.functions import Coalesce, Lag, TruncDate, TruncMonth

from watchkeep.insight.reviews.models import Action, ActionState, Comeback, Day, Node, NodeKind, Review
from watchkeep.kernel import clock
from watchkeep.work.incidents.models import Incident

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 15
BACK = timedelta(days=90)
MOST_DAYS = 1100
"""The longest span."""


class Part(StrEnum):
    """By what causes are counted."""

    CATEGORY = "category"
    SERVICE = "service"
    TEAM = "team"
    CLASS = "class"
    CHANGE = "change"


@dataclass(frozen=True)
class Span:
    """The days that are looked at, counted back from today."""

    days: int = 180

    @property
    def since(self) -> datetime:
        """Where it begins: at midnight (UTC)."""
        today = clock.now().astimezone(UTC).date()
        return datetime.combine(today - timedelta(days=self.days), time(), UTC)


@dataclass(frozen=True)
class Group:
    """So many causes of one kind, at one place. ``key`` finds the rows behind it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True)
class Month:
    """What one month of a span shows (UTC); the span cuts the first one."""

    on: date
    opened: int
    recurred: int
    causes: int


@dataclass(frozen=True)
class Cure:
    """From when to when it took until all corrective actions of a review were done."""

    review: str
    began_at: datetime
    cured_at: datetime

    @property
    def took(self) -> timedelta:
        """How long that was."""
        return self.cured_at - self.began_at


@dataclass(frozen=True)
class Figures:
    """What a span shows."""

    span: Span
    counted_at: datetime | None
    groups: dict[Part, list[Group]]
    months: list[Month]
    opened: int
    recurred: int
    cures: list[timedelta]

    @property
    def rate(self) -> float | None:
        """The share of recurred incidents, 0 to 1; None without an incident."""
        return self.recurred / self.opened if self.opened else None

    @property
    def cure_median(self) -> timedelta | None:
        """Half of all cures took longer."""
        seconds = [cure.total_seconds() for cure in self.cures]
        return timedelta(seconds=median(seconds)) if seconds else None

    @property
    def cure_longest(self) -> timedelta | None:
        """The longest cure."""
        return max(self.cures, default=None)


_FIELDS: dict[Part, tuple[str, str]] = {
    Part.CATEGORY: ("category", "category__name"),
    Part.SERVICE: ("place", "place_name"),
    Part.TEAM: ("review__incident__ticket__team", "review__incident__ticket__team__name"),
    Part.CLASS: ("item__cls__slug", "item__cls__name"),
    Part.CHANGE: ("change", "change"),
}


def figures(span: Span) -> Figures:
    """All figures of a span, in ten queries however many rows there are."""
    months = _months(span)
    return Figures(
        span=span,
        counted_at=_counted_at(),
        groups={part: _grouped(span, part) for part in Part},
        months=months,
        opened=sum(month.opened for month in months),
        recurred=sum(month.recurred for month in months),
        cures=[cure.took for cure in cured(span)],
    )


def causes(span: Span, part: str = "", key: str = "") -> QuerySet[Node]:
    """The causes behind a figure: those of a span, narrowed to one group."""
    rows = Node.objects.exclude(kind=NodeKind.GAP).filter(
        created_at__gte=span.since, review__incident__ticket__is_drill=False
    )
    rows = rows.annotate(
        place=Coalesce("service", "review__incident__ticket__service"),
        place_name=Coalesce("service__name", "review__incident__ticket__service__name"),
    )
    if part in _FIELDS and key:
        field = _FIELDS[Part(part)][0]
        if part in {Part.CLASS, Part.CHANGE}:
            rows = rows.filter(**{field: key})
        else:
            rows = rows.filter(**{field: int(key)}) if key.isdecimal() and int(key) < 2**63 else rows.none()
    return rows


def recurred(span: Span) -> QuerySet[Incident]:
    """The incidents of a span whose fault had been there within the ninety days before, as they were counted last."""
    return Incident.objects.filter(pk__in=Comeback.objects.filter(opened_at__gte=span.since).values("pk"))


def _counted_at() -> datetime | None:
    """Up to when incidents are counted; None before the first time."""
    return Day.objects.order_by("-on").values_list("until", flat=True).first()


def came_back(since: datetime, until: datetime) -> list[Comeback]:
    """What was opened from then until then and had been there within the ninety days before; nothing is written.

    All incidents of these faults are walked through once, each beside the one before it.
    """
    opened = "ticket__opened_at"
    known = Incident.objects.exclude(fingerprint="").order_by()
    rows = known.filter(ticket__opened_at__lt=until, ticket__is_drill=False)
    faults = rows.filter(ticket__opened_at__gte=since).values("fingerprint")
    walked = rows.filter(ticket__opened_at__gte=since - BACK, fingerprint__in=faults)
    beside = walked.annotate(before=Window(Lag(opened), partition_by="fingerprint", order_by=opened))
    return [
        Comeback(incident_id=pk, opened_at=at)
        for pk, at, before in beside.values_list("pk", opened, "before")
        if at >= since and before and at - BACK <= before < at
    ]


def opened_by_day(since: datetime, until: datetime) -> dict[date, int]:
    """How many incidents were opened each day."""
    rows = Incident.objects.filter(ticket__opened_at__gte=since, ticket__opened_at__lt=until, ticket__is_drill=False)
    return _by_day(rows, "ticket__opened_at")


def recurred_by_day(since: datetime, until: datetime) -> dict[date, int]:
    """How many of them came back, as far as that is written down."""
    return _by_day(Comeback.objects.filter(opened_at__gte=since, opened_at__lt=until), "opened_at")


def cured(span: Span, most: int = 1000) -> list[Cure]:
    """The latest cures of a span, in two queries: which reviews have all their actions done, and when it had begun."""
    late = Action.objects.filter(done_at__gte=span.since, review__isnull=False).values("review")
    kept = Action.objects.filter(review__in=late).exclude(state=ActionState.DROPPED).order_by().values("review")
    undone = Count("pk", filter=Q(state=ActionState.OPEN))
    whole = kept.annotate(cured_at=Max("done_at"), undone=undone).filter(undone=0).order_by("-cured_at")[:most]
    ends = {row["review"]: row["cured_at"] for row in whole}
    rows = Review.objects.filter(pk__in=ends.keys(), incident__ticket__is_drill=False)
    began = rows.values_list("pk", "number", "incident__ticket__opened_at")
    found = [Cure(number, began_at, ends[pk]) for pk, number, began_at in began]
    return sorted(found, key=lambda cure: cure.cured_at, reverse=True)


def _grouped(span: Span, part: Part) -> list[Group]:
    key, name = _FIELDS[part]
    rows = causes(span).exclude(**{f"{key}__isnull": True})
    if part in {Part.CLASS, Part.CHANGE}:
        rows = rows.exclude(**{key: ""})
    counted = rows.order_by().values(key=F(key), label=F(name)).annotate(n=Count("pk")).order_by("-n", "label")
    return [Group(str(row["key"]), str(row["label"]), row["n"]) for row in counted[:MOST]]


def _months(span: Span) -> list[Month]:
    days = Day.objects.filter(on__gte=span.since.date()).order_by().values(month=TruncMonth("on"))
    counted = {row["month"]: row for row in days.annotate(opened=Sum("opened"), recurred=Sum("recurred"))}
    month = TruncMonth("created_at", tzinfo=UTC)
    rows = causes(span).order_by().annotate(month=month).values("month").annotate(n=Count("pk"))
    found = {row["month"].date(): row["n"] for row in rows}
    on, last = span.since.date().replace(day=1), clock.now().date()
    months: list[Month] = []
    while on <= last:
        day = counted.get(on, {"opened": 0, "recurred": 0})
        months.append(Month(on, day["opened"], day["recurred"], found.get(on, 0)))
        on = (on + timedelta(days=31)).replace(day=1)
    return months


def _by_day(rows: QuerySet[Any], field: str) -> dict[date, int]:
    day = TruncDate(field, tzinfo=UTC)
    return dict(rows.order_by().annotate(day=day).values("day").annotate(n=Count("pk")).values_list("day", "n"))
