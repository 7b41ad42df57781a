"""Patterns over time: which causes come back and where, how often faults recur, how long a cure takes."""

from datetime import date, datetime
from typing import Annotated

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.reviews.shapes import PartName
from watchkeep.doors.api.shapes import Listing, Named, Paging, Record, among
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.models import Node, NodeKind, Review
from watchkeep.insight.reviews.permissions import P
from watchkeep.work.incidents.models import Incident

router = Resource("Patterns")
CountedBy = Annotated[queries.Part, among(queries.Part)]


class PatternGroupOut(Record):
    """So many causes at one place. Give `by` and `key` to the causes' address to see them."""

    by: CountedBy
    key: str
    name: str
    count: int


class PatternMonthOut(Record):
    """One month (UTC); the span cuts the first one."""

    on: date
    """Its first day."""
    opened: int
    recurred: int
    causes: int


class PatternsOut(Record):
    """What so many whole days (UTC) and today show. Drills never count."""

    days: int
    counted_at: datetime | None
    """Up to when incidents are counted; null when they never were."""
    opened: int
    """Incidents that were opened in it."""
    recurred: int
    """Those of them whose fault had been there within the 90 days before."""
    recurrence_rate: float | None
    """The share of these, from 0 to 1; null without an incident."""
    cures: int
    """Reviews whose last corrective action was done in it."""
    cure_median_seconds: float | None
    """From the opening of an incident to the last of its corrective actions."""
    cure_longest_seconds: float | None
    causes: list[PatternGroupOut]
    months: list[PatternMonthOut]

    @classmethod
    def of(cls, found: queries.Figures) -> "PatternsOut":
        """Show what was counted."""
        median, longest = found.cure_median, found.cure_longest
        return cls(
            days=found.span.days,
            counted_at=found.counted_at,
            opened=found.opened,
            recurred=found.recurred,
            recurrence_rate=found.rate,
            cures=len(found.cures),
            cure_median_seconds=median.total_seconds() if median is not None else None,
            cure_longest_seconds=longest.total_seconds() if longest is not None else None,
            causes=[
                PatternGroupOut(by=part, key=one.key, name=one.name, count=one.count)
                for part, groups in found.groups.items()
                for one in groups
            ],
            months=[PatternMonthOut(**vars(month)) for month in found.months],
        )


class PatternCauseOut(Record):
    """A cause behind a figure, and the review that found it."""

    id: int
    kind: PartName
    text: str
    category: str | None
    review: int
    incident: str
    service: Named | None
    found_at: datetime

    @classmethod
    def of(cls, node: Node) -> "PatternCauseOut":
        """Show a cause whose review and kind are loaded."""
        return cls(
            id=node.pk,
            kind=NodeKind(node.kind),
            text=node.text,
            category=node.category.slug if node.category else None,
            review=node.review_id,
            incident=node.review.incident.number,
            service=Named.of(node.service or node.review.incident.ticket.service),
            found_at=node.created_at,
        )


class RecurrenceOut(Record):
    """An incident whose fault had been there before."""

    id: int
    number: str
    title: str
    service: Named | None
    opened_at: datetime

    @classmethod
    def of(cls, incident: Incident) -> "RecurrenceOut":
        """Show an incident whose service is loaded."""
        ticket = incident.ticket
        return cls(
            id=incident.pk,
            number=ticket.number,
            title=ticket.title,
            service=Named.of(ticket.service),
            opened_at=ticket.opened_at,
        )


class SpanFilters(BaseModel):
    """How many days, counted back from today."""

    days: int = Field(180, ge=1, le=queries.MOST_DAYS)


class CauseFilters(SpanFilters):
    """And which of them: what they are counted by, and at which place."""

    by: CountedBy | None = None
    key: Annotated[str, Field(max_length=200)] = ""


@router.read("", PatternsOut, may=P.SEE)
def get_patterns(request: Call, filters: Query[SpanFilters]) -> PatternsOut:  # noqa: ARG001  # Ninja gives it
    """Causes by kind, service, team, class of item and change; recurrence; time from cause to cure; month by month."""
    return PatternsOut.of(queries.figures(queries.Span(filters.days)))


@router.list("/causes", PatternCauseOut, may=P.SEE)
def list_pattern_causes(request: Call, filters: Query[CauseFilters], paging: Query[Paging]) -> Listing[PatternCauseOut]:
    """The causes behind a figure, the newest first; those of drafts as far as you may read them."""
    rows = queries.causes(queries.Span(filters.days), filters.by or "", filters.key)
    rows = rows.filter(review__in=Review.objects.visible_to(request.auth))
    whole = rows.select_related("category", "service", "review__incident__ticket__service")
    return answers.listed(request, whole, PatternCauseOut.of, paging)


@router.list("/recurrences", RecurrenceOut, may=P.SEE)
def list_recurrences(request: Call, filters: Query[SpanFilters], paging: Query[Paging]) -> Listing[RecurrenceOut]:
    """The incidents whose fault had been there within the 90 days before, the newest first."""
    rows = queries.recurred(queries.Span(filters.days)).filter(pk__in=Incident.objects.visible_to(request.auth))
    return answers.listed(
        request, rows.select_related("ticket__service"), RecurrenceOut.of, paging, order=("-ticket_id",)
    )
