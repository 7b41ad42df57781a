"""Plans of maintenance: what comes again and again, by a rule of RFC 5545 on the wall clock of its own zone."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.maintenance import Items, Reason, Services, covered, items_seen
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Moment, Named, Paging, Record, Whole, Zone
from watchkeep.estate.services import life
from watchkeep.estate.services.models import MaintenancePlan
from watchkeep.estate.services.permissions import P

router = Resource("Maintenance")
Rule = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S", examples=["FREQ=WEEKLY;BYDAY=SU"])]
Minutes = Annotated[Whole, Field(ge=1, le=44_640, examples=[120])]
Ahead = Annotated[Whole, Field(ge=0, le=60)]
Singles = Annotated[list[Moment], Field(max_length=200)]


class MaintenancePlanOut(Record):
    """Maintenance that comes again and again. Its windows are under `/maintenance`, laid out some months ahead."""

    id: int
    reason: str
    rule: str
    """By RFC 5545."""
    rule_in_words: str
    begins_at: datetime
    """The first time."""
    time_zone: str
    """On whose wall clock the rule counts, over clock changes too."""
    minutes: int
    """How long each time, in real time."""
    also_at: list[datetime]
    """Further times (RDATE)."""
    not_at: list[datetime]
    """Times of the rule at which it does not come (EXDATE)."""
    services: list[Named]
    items: list[Named]
    """Those that you may see."""
    pauses_sla: bool
    breaks_through: bool
    is_public: bool
    announce_days: int
    """People hear of each so many days before."""
    ended_at: datetime | None

    @classmethod
    def of(cls, plan: MaintenancePlan) -> "MaintenancePlanOut":
        """Show a plan whose services and items are loaded."""
        given = cls.model_fields.keys() - {"id", "rule_in_words", "services", "items"}
        return cls(
            id=plan.pk, rule_in_words=plan.in_words,
            services=[Named(id=one.pk, name=one.name) for one in plan.services.all()],
            items=[Named(id=one.pk, name=one.name) for one in plan.items.all()],
            **{name: getattr(plan, name) for name in given},
        )  # fmt: skip

    def href(self) -> str:
        """Where the plan is found."""
        return f"/api/v1/maintenance-plans/{self.id}"


class MaintenancePlanFilters(BaseModel):
    """Which plans."""

    service: Id | None = None
    is_ended: bool | None = Field(None, description="Those that come no more, or those that go on.")


class MaintenancePlanKnown(Change):
    """What may be said of a plan. What is left out stays as it is."""

    services: Services = []
    items: Items = []
    time_zone: Zone = "UTC"
    also_at: Singles = []
    not_at: Singles = []
    pauses_sla: Flag = False
    breaks_through: Flag = False
    is_public: Flag = False
    announce_days: Ahead = 7


class MaintenancePlanNew(MaintenancePlanKnown):
    """What comes again and again, and when."""

    services: Services
    """Empty where it is over items alone."""
    reason: Reason
    rule: Rule
    begins_at: Annotated[Moment, Field(examples=["2026-12-06T02:00:00Z"])]
    minutes: Minutes


class MaintenancePlanEdit(MaintenancePlanKnown):
    """What changes about a plan. What has not begun follows; what was moved alone stays."""

    reason: Reason = ""
    rule: Rule = ""
    begins_at: Moment | None = None
    minutes: Minutes = 120


@router.list("", MaintenancePlanOut, may=P.SEE)
def list_maintenance_plans(
    request: Call, filters: Query[MaintenancePlanFilters], paging: Query[Paging]
) -> Listing[MaintenancePlanOut]:
    """Plans, by what they are for."""
    rows = _plans(request)
    if filters.service is not None:
        rows = rows.filter(services=filters.service)
    if filters.is_ended is not None:
        rows = rows.filter(ended_at__isnull=not filters.is_ended)
    return answers.listed(request, rows, MaintenancePlanOut.of, paging, order=("reason", "id"))


@router.create("", MaintenancePlanOut, may=P.MAINTAIN)
def make_maintenance_plan(request: Call, body: MaintenancePlanNew) -> MaintenancePlanOut:
    """Plan maintenance that comes again and again. Its first windows are there at once."""
    return _shown(request, life.make_plan(by=request.auth, **body.given() | covered(request, body)))


@router.read("/{int:maintenance_plan}", MaintenancePlanOut)
def get_maintenance_plan(request: Call, maintenance_plan: Id) -> MaintenancePlanOut:
    """One plan."""
    return MaintenancePlanOut.of(finding.one(request, _plans(request), maintenance_plan))


@router.edit("/{int:maintenance_plan}", MaintenancePlanOut, may=P.MAINTAIN)
def edit_maintenance_plan(request: Call, maintenance_plan: Id, body: MaintenancePlanEdit) -> MaintenancePlanOut:
    """Change when it comes, over what, why or how. What has not begun follows; what was moved alone stays."""
    row = finding.one(request, _plans(request), maintenance_plan)
    answers.seen(request, MaintenancePlanOut.of(row))
    life.edit_plan(row, by=request.auth, **body.given() | covered(request, body))
    return _shown(request, row)


@router.verb("/{int:maintenance_plan}/end", MaintenancePlanOut, may=P.MAINTAIN)
def end_maintenance_plan(request: Call, maintenance_plan: Id) -> MaintenancePlanOut:
    """Let it come no more. What has not begun is called off; what is in force goes on to its end."""
    row = finding.one(request, _plans(request), maintenance_plan)
    life.end_plan(row, by=request.auth)
    return _shown(request, row)


def _plans(request: Call) -> QuerySet[MaintenancePlan]:
    return MaintenancePlan.objects.visible_to(request.auth).prefetch_related("services", items_seen(request))


def _shown(request: Call, row: MaintenancePlan) -> MaintenancePlanOut:
    return MaintenancePlanOut.of(_plans(request).get(pk=row.pk))
