"""Service levels: what was promised. The clocks of an incident are read at the incident."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.duty.sla import life
from watchkeep.duty.sla.models import LONGEST_MINUTES, Measure, Target
from watchkeep.duty.sla.permissions import P
from watchkeep.estate.services.models import Service
from watchkeep.work.requests.models import CatalogueItem

router = Resource("Service levels")
MeasureName = Annotated[Measure, among(Measure)]
Minutes = Annotated[Whole, Field(ge=1, le=LONGEST_MINUTES, examples=[60])]
Priority = Annotated[Whole, Field(ge=1, le=5)]
Percent = Annotated[Whole, Field(ge=1, le=99)]


class TargetOut(Record):
    """So many minutes to answer or to restore: for a priority, a service, both or all, or for an item to order."""

    id: int
    measure: MeasureName
    priority: int | None
    service: Named | None
    item: Named | None
    minutes: int
    in_business_hours: bool
    warn_percent: int
    """At risk once so much of the time is used."""

    @classmethod
    def of(cls, target: Target) -> "TargetOut":
        """Show a target whose service is loaded."""
        return cls(
            id=target.pk,
            measure=Measure(target.measure),
            priority=target.priority,
            service=Named.of(target.service),
            item=Named.of(target.item),
            minutes=target.minutes,
            in_business_hours=target.in_business_hours,
            warn_percent=target.warn_percent,
        )

    def href(self) -> str:
        """Where the target is found."""
        return f"/api/v1/targets/{self.id}"


class TargetNew(Change):
    """What to promise. It replaces the target for the same measure, priority, service and item."""

    measure: MeasureName
    minutes: Minutes
    priority: Priority | None = None
    service: Ref | None = None
    item: Ref | None = None
    in_business_hours: Flag = False
    warn_percent: Percent = 75


class TargetEdit(Change):
    """What to promise in its place."""

    measure: MeasureName = Measure.RESPONSE
    minutes: Minutes = 1
    priority: Priority | None = None
    service: Ref | None = None
    item: Ref | None = None
    in_business_hours: Flag = False
    warn_percent: Percent = 75


@router.list("", TargetOut)
def list_targets(request: Call, paging: Query[Paging]) -> Listing[TargetOut]:
    """All targets."""
    return answers.listed(request, _targets(), TargetOut.of, paging, order=("id",))


@router.create("", TargetOut, may=P.CONFIGURE)
def set_target(request: Call, body: TargetNew) -> TargetOut:
    """Promise so many minutes."""
    return TargetOut.of(life.set_target(by=request.auth, **_referred(request, body)))


@router.read("/{int:target}", TargetOut)
def get_target(request: Call, target: Id) -> TargetOut:
    """One target."""
    return TargetOut.of(finding.one(request, _targets(), target))


@router.edit("/{int:target}", TargetOut, may=P.CONFIGURE)
def change_target(request: Call, target: Id, body: TargetEdit) -> TargetOut:
    """Promise something else. Running clocks keep what they were promised. Another aim is another target."""
    row = finding.one(request, _targets(), target)
    answers.seen(request, TargetOut.of(row))
    stands = {name: getattr(row, name) for name in TargetEdit.model_fields}
    return TargetOut.of(life.change_target(row, by=request.auth, **stands | _referred(request, body)))


@router.remove("/{int:target}", may=P.CONFIGURE)
def drop_target(request: Call, target: Id) -> None:
    """Take a target away; the next best one holds for tickets to come."""
    life.drop_target(finding.one(request, _targets(), target), by=request.auth)


def _targets() -> QuerySet[Target]:
    return Target.objects.select_related("service", "item")


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "service" in given:
        given["service"] = answers.refer(Service.objects.visible_to(request.auth), given["service"], "service")
    if "item" in given:
        given["item"] = answers.refer(CatalogueItem.objects.visible_to(request.auth), given["item"], "item")
    return given
