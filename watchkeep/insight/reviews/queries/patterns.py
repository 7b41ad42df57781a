"""Patterns over time: which causes come back, where, how often, and how long it takes from cause to cure.

Definitions, for a span of days that ends now; drills never count:

* **Causes** are the underlying causes, contributing factors and failed controls that were recorded in reviews within
  the span; each counts once where it stands.
* An incident **recurred** when another one of the same fault (fingerprint) was opened within the 90 days before it.
  The **recurrence rate** is the share of recurred incidents among all that were opened within the span.
* **From cause to cure** is the time from the opening of an incident to the completion of the last of its corrective
  actions, for reviews whose actions are all done (proven ones too, dropped ones left out) and whose last one was
  completed within the span.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Window
from django.db.models.functions import Coalesce, Lag, TruncMonth

from watchkeep.estate.assets.models import Item
from watchkeep.insight.reviews.models import Action, ActionState, Node, NodeKind
from watchkeep.kernel import clock
from watchkeep.work.incidents.models import Incident

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 15
BACK = timedelta(days=90)


class Part(StrEnum):
    """By what causes are counted."""

    CATEGORY = "category"
    SERVICE = "service"
    TEAM = "team"
    CLASS = "class"
    CHANGE = "change"


@dataclass(frozen=True)
class Span:
    """The days that are looked at, counted back from now."""

    days: int = 180

    @property
    def since(self) -> Any:
        """Where it begins."""
        return clock.now() - timedelta(days=self.days)


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
class Figures:
    """What a span shows."""

    span: Span
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
    Part.CLASS: ("item__kind", "item__kind"),
    Part.CHANGE: ("change", "change"),
}


def figures(span: Span) -> Figures:
    """All figures of a span, in nine queries however many rows there are."""
    months = _months(span)
    return Figures(
        span=span,
        groups={part: _grouped(span, part) for part in Part},
        months=months,
        opened=sum(month.opened for month in months),
        recurred=sum(month.recurred for month in months),
        cures=_cures(span),
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
    """The incidents of a span whose fault had been there within the ninety days before."""
    before = Incident.objects.filter(
        fingerprint=OuterRef("fingerprint"), ticket__opened_at__lt=OuterRef("ticket__opened_at"),
        ticket__opened_at__gte=OuterRef("ticket__opened_at") - BACK, ticket__is_drill=False,
    )  # fmt: skip
    rows = Incident.objects.filter(ticket__opened_at__gte=span.since, ticket__is_drill=False)
    return rows.exclude(fingerprint="").filter(Exists(before.order_by().values("pk")))


def cured(span: Span) -> QuerySet[Action, Any]:
    """By review, from when to when its cure took."""
    kept = Action.objects.filter(review__isnull=False, review__incident__ticket__is_drill=False)
    whole = kept.exclude(state=ActionState.DROPPED).values("review", "review__number").annotate(
        began_at=Min("review__incident__ticket__opened_at"),
        cured_at=Max("done_at"),
        undone=Count("pk", filter=Q(state=ActionState.OPEN)),
    )  # fmt: skip
    return whole.filter(undone=0, cured_at__gte=span.since).order_by("-cured_at")


def _grouped(span: Span, part: Part) -> list[Group]:
    key, name = _FIELDS[part]
    rows = causes(span).exclude(**{f"{key}__isnull": True})
    if part in {Part.CLASS, Part.CHANGE}:
        rows = rows.exclude(**{key: ""})
    counted = rows.order_by().values(key=F(key), label=F(name)).annotate(n=Count("pk")).order_by("-n", "label")
    found = [Group(str(row["key"]), str(row["label"]), row["n"]) for row in counted[:MOST]]
    return [replace(one, name=str(Item.Kind(one.key).label)) for one in found] if part == Part.CLASS else found


def _months(span: Span) -> list[Month]:
    counts = (
        _by_month(Incident.objects.filter(ticket__opened_at__gte=span.since, ticket__is_drill=False)),
        _recurred_by_month(span),
        _by_month(causes(span), "created_at"),
    )
    on, last = span.since.date().replace(day=1), clock.now().date()
    found: list[Month] = []
    while on <= last:
        found.append(Month(on, *(count.get(on, 0) for count in counts)))
        on = (on + timedelta(days=31)).replace(day=1)
    return found


def _recurred_by_month(span: Span) -> dict[date, int]:
    """How many ``recurred``, for all of them at once: each is laid beside the one before it, in one walk."""
    opened = "ticket__opened_at"
    rows = Incident.objects.exclude(fingerprint="").filter(ticket__is_drill=False)
    beside = Window(Lag(opened), partition_by="fingerprint", order_by=opened)
    pairs = rows.filter(ticket__opened_at__gte=span.since - BACK).order_by().values_list(opened, beside)
    sql, values = pairs.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_RECURRED.format(pairs=sql), [*values, span.since, BACK.days])
        return dict(cursor.fetchall())


_RECURRED = """
SELECT date_trunc('month', opened AT TIME ZONE 'UTC')::date, count(*) FROM ({pairs}) AS pair (opened, before)
 WHERE opened >= %s AND before < opened AND before >= opened - make_interval(days => %s) GROUP BY 1
"""


def _by_month(rows: QuerySet[Any], field: str = "ticket__opened_at") -> dict[date, int]:
    month = TruncMonth(field, tzinfo=UTC)
    counted = rows.order_by().annotate(month=month).values("month").annotate(n=Count("pk"))
    return {row["month"].date(): row["n"] for row in counted}


def _cures(span: Span) -> list[timedelta]:
    return [row["cured_at"] - row["began_at"] for row in cured(span)[:1000]]
