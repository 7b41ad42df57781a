"""Alerts: what the events of one key amount to. They come in through the ingest door and are worked here."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging, Record, among
from watchkeep.insight.detection import life
from watchkeep.insight.detection.models import Alert, Status
from watchkeep.insight.detection.permissions import P

router = Resource("Alerts")
SeverityName = Annotated[Alert.Severity, among(Alert.Severity)]
StatusName = Annotated[Status, among(Status)]


class AlertOut(Record):
    """All events of one key of one integration, folded."""

    id: int
    key: str
    status: StatusName
    severity: SeverityName
    summary: str
    source: str
    labels: dict[str, str]
    integration: Named
    service: Named | None
    incident: str | None
    """The number of the incident in which it is worked."""
    count: int
    """How often it was heard."""
    episodes: int
    """How often it began."""
    first_at: datetime
    last_at: datetime
    started_at: datetime | None
    resolved_at: datetime | None
    is_silenced: bool
    """By maintenance."""

    @classmethod
    def of(cls, alert: Alert) -> "AlertOut":
        """Show an alert whose integration, service and incident are loaded."""
        names = (
            *("id", "key", "summary", "source", "labels", "count", "episodes", "first_at", "last_at"),
            *("started_at", "resolved_at", "is_silenced"),
        )
        return cls(
            **{name: getattr(alert, name) for name in names},
            status=Status(alert.status),
            severity=Alert.Severity(alert.severity),
            integration=Named(id=alert.integration_id, name=alert.integration.name),
            service=Named.of(alert.service),
            incident=alert.incident.number if alert.incident else None,
        )


class AlertFilters(BaseModel):
    """Which alerts."""

    status: StatusName | None = None
    severity: SeverityName | None = None
    integration: Id | None = None
    service: Id | None = None
    key: Annotated[str, Field(max_length=255)] | None = None
    incident: Annotated[str, Field(max_length=20)] | None = Field(None, description="A number, such as INC-1042.")


@router.list("", AlertOut, may=P.SEE)
def list_alerts(request: Call, filters: Query[AlertFilters], paging: Query[Paging]) -> Listing[AlertOut]:
    """Alerts, those heard last first."""
    asked = filters.model_dump(exclude_none=True)
    if "incident" in asked:
        asked["incident__ticket__number"] = asked.pop("incident")
    return answers.listed(request, _alerts(request).filter(**asked), AlertOut.of, paging, order=("-last_at", "-id"))


@router.read("/{int:alert}", AlertOut)
def get_alert(request: Call, alert: Id) -> AlertOut:
    """One alert."""
    return AlertOut.of(finding.one(request, _alerts(request), alert))


@router.verb("/{int:alert}/close", AlertOut, may=P.WORK)
def close_alert(request: Call, alert: Id) -> AlertOut:
    """End it by hand, when its monitor never will. The last of an incident restores the incident."""
    row = finding.one(request, _alerts(request), alert)
    life.close(row, by=request.auth)
    return AlertOut.of(finding.one(request, _alerts(request), alert))


def _alerts(request: Call) -> QuerySet[Alert]:
    return Alert.objects.visible_to(request.auth).select_related("integration", "service", "incident__ticket")
