"""Indicators: the figures by which services are measured; programs send theirs here."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import (
    Change,
    Day,
    Flag,
    Id,
    Listing,
    Moment,
    Name,
    Named,
    Paging,
    Record,
    Ref,
    Whole,
    among,
)
from watchkeep.duty.connections.models import Connection
from watchkeep.estate.services.models import Service
from watchkeep.insight.verdicts import life, queries
from watchkeep.insight.verdicts.models import Indicator, Source
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel import clock

router = Resource("Indicators")
SourceName = Annotated[Source, among(Source)]
Unit = Annotated[str, Field(max_length=20, examples=["ms"])]
Percent = Annotated[Whole, Field(ge=1, le=1000)]
PromQl = Annotated[str, Field(max_length=2000, examples=["sum(rate(http_requests_total{code=~'5..'}[5m]))"])]
SHOWN = ("name", "unit", "is_worse_up", "tolerance", "query", "is_active", "known_until", "failing_since", "said")


class IndicatorOut(Record):
    """A figure of a service."""

    id: int
    service: Named
    name: str
    unit: str
    is_worse_up: bool
    """Whether more of it is worse; else less is."""
    tolerance: int
    """The smallest difference that anybody minds, in percent."""
    source: SourceName
    """`pushed`: points are sent here. `prometheus`: it is asked from one."""
    connection: Named | None
    """The HTTP connection to the Prometheus."""
    query: str
    """PromQL that answers with one series."""
    is_active: bool
    known_until: datetime | None
    """Until when a Prometheus was asked."""
    failing_since: datetime | None
    said: str
    """What went wrong when it was asked last."""

    @classmethod
    def of(cls, indicator: Indicator) -> "IndicatorOut":
        """Show an indicator whose service and connection are loaded."""
        kept: dict[str, Any] = {name: getattr(indicator, name) for name in SHOWN}
        service = Named(id=indicator.service_id, name=indicator.service.name)
        connection, source = Named.of(indicator.connection), Source(indicator.source)
        return cls(id=indicator.pk, service=service, connection=connection, source=source, **kept)

    def href(self) -> str:
        """Where the indicator is found."""
        return f"/api/v1/indicators/{self.id}"


class PointOut(Record):
    """One figure: the beginning of its five minutes, and what it was."""

    at: datetime
    value: float


class PointsOut(Record):
    """The figures of a day (UTC)."""

    day: date
    points: list[PointOut]


class TakenOut(Record):
    """How many points were taken in."""

    taken: int


class IndicatorFilters(BaseModel):
    """Which indicators."""

    service: Id | None = None
    active: bool | None = None


class IndicatorKnown(Change):
    """What may be said of an indicator."""

    unit: Unit = ""
    is_worse_up: Flag = True
    tolerance: Percent = 10
    source: SourceName = Source.PUSHED
    connection: Ref | None = None
    query: PromQl = ""


class IndicatorNew(IndicatorKnown):
    """A figure by which a service is measured."""

    service: Ref
    name: Name


class IndicatorEdit(IndicatorKnown):
    """What is known of it. What is left out stays; another query forgets what was fetched with the old one."""

    name: Name = ""


class PointSent(Change):
    """One figure at one moment."""

    indicator: Ref
    at: Moment
    value: Annotated[float, Field(allow_inf_nan=False)]


class PointsSent(Change):
    """Figures of any indicators. Of several in the same five minutes the last counts."""

    points: Annotated[list[PointSent], Field(min_length=1, max_length=5000)]


class DayAsked(BaseModel):
    """Which day (UTC); today where left out."""

    day: Day | None = None


@router.list("", IndicatorOut, may=P.SEE_INDICATORS)
def list_indicators(request: Call, filters: Query[IndicatorFilters], paging: Query[Paging]) -> Listing[IndicatorOut]:
    """Indicators, by their ids."""
    rows = _indicators(request)
    if filters.service is not None:
        rows = rows.filter(service=filters.service)
    if filters.active is not None:
        rows = rows.filter(is_active=filters.active)
    return answers.listed(request, rows, IndicatorOut.of, paging, order=("id",))


@router.create("", IndicatorOut, may=P.MANAGE_INDICATORS)
def add_indicator(request: Call, body: IndicatorNew) -> IndicatorOut:
    """Say that a service is measured by one more figure."""
    given = _referred(request, body)
    given["service"] = answers.referred(Service.objects.visible_to(request.auth), body.service, "service")
    return _shown(request, life.add_indicator(by=request.auth, **given))


@router.verb("/points", TakenOut, may=P.PUSH)
def push_points(request: Call, body: PointsSent) -> TakenOut:
    """Send figures. Sending them again changes nothing."""
    points = [life.Point(point.indicator, point.at, point.value) for point in body.points]
    return TakenOut(taken=life.push(points, by=request.auth))


@router.read("/{int:indicator}", IndicatorOut)
def get_indicator(request: Call, indicator: Id) -> IndicatorOut:
    """One indicator."""
    return IndicatorOut.of(finding.one(request, _indicators(request), indicator))


@router.edit("/{int:indicator}", IndicatorOut, may=P.MANAGE_INDICATORS)
def edit_indicator(request: Call, indicator: Id, body: IndicatorEdit) -> IndicatorOut:
    """Read or fetch it otherwise."""
    row = finding.one(request, _indicators(request), indicator)
    answers.seen(request, IndicatorOut.of(row))
    life.edit_indicator(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.verb("/{int:indicator}/pause", IndicatorOut, may=P.MANAGE_INDICATORS)
def pause_indicator(request: Call, indicator: Id) -> IndicatorOut:
    """Let no verdict look at it for now."""
    row = finding.one(request, _indicators(request), indicator)
    life.pause_indicator(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:indicator}/resume", IndicatorOut, may=P.MANAGE_INDICATORS)
def resume_indicator(request: Call, indicator: Id) -> IndicatorOut:
    """Let verdicts look at it again."""
    row = finding.one(request, _indicators(request), indicator)
    life.resume_indicator(row, by=request.auth)
    return _shown(request, row)


@router.read("/{int:indicator}/points", PointsOut)
def list_indicator_points(request: Call, indicator: Id, asked: Query[DayAsked]) -> PointsOut:
    """The figures of a day (UTC)."""
    row, day = finding.one(request, _indicators(request), indicator), asked.day or clock.now().date()
    return PointsOut(day=day, points=[PointOut(at=at, value=value) for at, value in queries.points_of(row, day)])


def _indicators(request: Call) -> QuerySet[Indicator]:
    return Indicator.objects.visible_to(request.auth).select_related("service", "connection")


def _shown(request: Call, indicator: Indicator) -> IndicatorOut:
    return IndicatorOut.of(_indicators(request).get(pk=indicator.pk))


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "connection" in given:
        rows = Connection.objects.visible_to(request.auth)
        given["connection"] = answers.refer(rows, given["connection"], "connection")
    return given
