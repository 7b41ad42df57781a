"""Maintenance windows: planned times in which services may be down and nobody need be paged."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Moment, Named, Paging, Record, Ref
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services import life
from watchkeep.estate.services.models import MaintenanceWindow, Service
from watchkeep.estate.services.permissions import P
from watchkeep.kernel import clock

router = Resource("Maintenance")
Reason = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S", examples=["New discs"])]
Services = Annotated[list[Ref], Field(max_length=500)]
Items = Annotated[list[Ref], Field(max_length=500)]


class WindowOut(Record):
    """A planned time in which services may be down."""

    id: int
    services: list[Named]
    items: list[Named]
    """Those that you may see."""
    starts_at: datetime
    ends_at: datetime
    reason: str
    pauses_sla: bool
    """Clocks of tickets on these services rest meanwhile."""
    breaks_through: bool
    """What would be a SEV1 pages all the same."""
    is_public: bool
    """The status page announces it, begins and ends it."""
    plan: int | None
    """The plan by which it comes again and again."""
    cancelled_at: datetime | None

    @classmethod
    def of(cls, window: MaintenanceWindow) -> "WindowOut":
        """Show a window whose services are loaded."""
        return cls(
            id=window.pk,
            services=[Named(id=one.pk, name=one.name) for one in window.services.all()],
            items=[Named(id=one.pk, name=one.name) for one in window.items.all()],
            starts_at=window.starts_at,
            ends_at=window.ends_at,
            reason=window.reason,
            pauses_sla=window.pauses_sla,
            breaks_through=window.breaks_through,
            is_public=window.is_public,
            plan=window.plan_id,
            cancelled_at=window.cancelled_at,
        )

    def href(self) -> str:
        """Where the window is found."""
        return f"/api/v1/maintenance/{self.id}"


class WindowFilters(BaseModel):
    """Which windows."""

    service: Id | None = None
    item: Id | None = None
    ahead: bool | None = Field(None, description="Those in force or still to come.")


class WindowNew(Change):
    """When, over which services or items, and why."""

    services: Services
    """Empty where it is over items alone."""
    items: Items = []
    starts_at: Moment
    ends_at: Moment
    reason: Reason
    pauses_sla: Flag = False
    breaks_through: Flag = False
    is_public: Flag = False


class WindowEdit(Change):
    """What changes about it. What is left out stays."""

    services: Services = []
    items: Items = []
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    reason: Reason = ""
    pauses_sla: Flag = False
    breaks_through: Flag = False
    is_public: Flag = False


@router.list("", WindowOut, may=P.SEE)
def list_windows(request: Call, filters: Query[WindowFilters], paging: Query[Paging]) -> Listing[WindowOut]:
    """Maintenance windows, the latest first."""
    rows = _windows(request)
    if filters.service is not None:
        rows = rows.filter(services=filters.service)
    if filters.item is not None:
        rows = rows.filter(items=filters.item)
    if filters.ahead is not None:
        ahead = MaintenanceWindow.objects.ahead(clock.now()).values("pk")
        rows = rows.filter(pk__in=ahead) if filters.ahead else rows.exclude(pk__in=ahead)
    return answers.listed(request, rows, WindowOut.of, paging, order=("-starts_at", "-id"))


@router.create("", WindowOut, may=P.MAINTAIN)
def plan_maintenance(request: Call, body: WindowNew) -> WindowOut:
    """Plan a window. While it lasts, alerts of what it is over and of what stands on that are kept but page nobody."""
    given = body.given() | covered(request, body)
    row = life.plan_maintenance(by=request.auth, **given)
    return WindowOut.of(finding.one(request, _windows(request), row.pk))


@router.read("/{int:window}", WindowOut)
def get_window(request: Call, window: Id) -> WindowOut:
    """One window."""
    return WindowOut.of(finding.one(request, _windows(request), window))


@router.edit("/{int:window}", WindowOut, may=P.MAINTAIN)
def move_maintenance(request: Call, window: Id, body: WindowEdit) -> WindowOut:
    """Change when, over what or why. What is over cannot be moved."""
    row = finding.one(request, _windows(request), window)
    answers.seen(request, WindowOut.of(row))
    stands: dict[str, Any] = {"starts_at": row.starts_at, "ends_at": row.ends_at, "reason": row.reason}
    stands |= {name: value for name, value in body.given().items() if value is not None}
    life.move_maintenance(row, by=request.auth, **{"services": [*row.services.all()]} | stands | covered(request, body))
    return WindowOut.of(finding.one(request, _windows(request), window))


@router.verb("/{int:window}/cancel", WindowOut, may=P.MAINTAIN)
def cancel_maintenance(request: Call, window: Id) -> WindowOut:
    """Do nothing then after all, or end the work early: alerts page again from now on."""
    row = finding.one(request, _windows(request), window)
    life.cancel_maintenance(row, by=request.auth)
    return WindowOut.of(row)


def covered(request: Call, body: Change) -> dict[str, list[Any]]:
    """The services and items that a body names, as rows; what it leaves out is left out."""
    given = body.given()
    rows = {"services": Service.objects.visible_to(request.auth), "items": Item.objects.visible_to(request.auth)}
    return {
        name: [answers.referred(some, one, name) for one in dict.fromkeys(given[name])]
        for name, some in rows.items() if name in given
    }  # fmt: skip


def _windows(request: Call) -> QuerySet[MaintenanceWindow]:
    return MaintenanceWindow.objects.visible_to(request.auth).prefetch_related("services", items_seen(request))


def items_seen(request: Call) -> "Prefetch[str]":
    """The items that the caller may see, to be loaded with what they are worked on in."""
    return Prefetch("items", Item.objects.visible_or_merged(request.auth))
