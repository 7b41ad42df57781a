"""Services: what the business uses and would miss, what they stand on, and what fails with them."""

from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Record, Ref, Text, Whole
from watchkeep.estate.assets.models import Item
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Team
from watchkeep.estate.services import life, queries
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P

router = Resource("Services")
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["Web shop"])]
Tier = Annotated[Whole, Field(ge=1, le=4)]
Euro = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Users = Annotated[Whole, Field(ge=0, le=2_000_000_000)]


class ServiceOut(Record):
    """Something the business uses and would miss."""

    id: int
    slug: str
    name: str
    description: str
    owner_team: Named
    tier: int
    """1 (the business stops) to 4 (hardly anybody notices)."""
    value_per_hour: Decimal
    """In euro."""
    users_count: int
    customers_count: int
    hours: Named | None
    """Business hours; null is round the clock."""
    is_active: bool
    depends_on: list[Named]
    items: list[Named]
    """Configuration items that it runs on."""

    @classmethod
    def of(cls, service: Service) -> "ServiceOut":
        """Show a service with everything about it loaded."""
        return cls(
            id=service.pk,
            slug=service.slug,
            name=service.name,
            description=service.description,
            owner_team=Named(id=service.owner_team_id, name=service.owner_team.name),
            tier=service.tier,
            value_per_hour=service.value_per_hour,
            users_count=service.users_count,
            customers_count=service.customers_count,
            hours=Named.of(service.hours),
            is_active=service.is_active,
            depends_on=[Named(id=need.depends_on_id, name=need.depends_on.name) for need in service.needs.all()],
            items=[Named(id=run.item_id, name=run.item.name) for run in service.runs_on.all()],
        )

    def href(self) -> str:
        """Where the service is found."""
        return f"/api/v1/services/{self.id}"


class ReachOut(Record):
    """What happens when this service fails."""

    services: list[Named]
    """Itself, and what depends on it however indirectly."""
    people: int
    """Counted per service: an upper bound."""
    customers: int
    """The same way."""
    value_per_hour: Decimal
    """In euro."""


class ServiceFilters(BaseModel):
    """Which services."""

    slug: Annotated[str, Field(max_length=120)] | None = None
    tier: Annotated[int, Field(ge=1, le=4)] | None = None
    owner_team: Id | None = None
    is_active: bool | None = None


class ServiceNew(Change):
    """A service to offer."""

    name: Name
    owner_team: Ref
    description: Text = ""
    tier: Tier = 3
    value_per_hour: Euro = Decimal(0)
    users_count: Users = 0
    customers_count: Users = 0
    hours: Ref | None = None


class ServiceEdit(Change):
    """What is known of a service."""

    name: Name = ""
    owner_team: Ref = 0
    description: Text = ""
    tier: Tier = 3
    value_per_hour: Euro = Decimal(0)
    users_count: Users = 0
    customers_count: Users = 0
    hours: Ref | None = None


class OtherService(Change):
    """The service that it needs."""

    other: Ref


class OneItem(Change):
    """The item that it runs on."""

    item: Ref


@router.list("", ServiceOut, may=P.SEE)
def list_services(request: Call, filters: Query[ServiceFilters], paging: Query[Paging]) -> Listing[ServiceOut]:
    """Services, what matters most first."""
    rows = _services(request).filter(**filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, ServiceOut.of, paging, order=("tier", "name", "id"))


@router.create("", ServiceOut, may=P.MANAGE)
def add_service(request: Call, body: ServiceNew) -> ServiceOut:
    """Offer a service."""
    return _shown(request, life.add_service(by=request.auth, **_referred(request, body)))


@router.read("/{int:service}", ServiceOut)
def get_service(request: Call, service: Id) -> ServiceOut:
    """One service, and what it stands on."""
    return ServiceOut.of(finding.one(request, _services(request), service))


@router.read("/{int:service}/reach", ReachOut)
def get_service_reach(request: Call, service: Id) -> ReachOut:
    """What happens when this service fails."""
    impact = queries.impact_of([finding.one(request, _services(request), service).pk])
    hit = [Named(id=one.pk, name=one.name) for one in impact.services]
    return ReachOut(
        services=hit, people=impact.people, customers=impact.customers, value_per_hour=impact.value_per_hour
    )


@router.edit("/{int:service}", ServiceOut, may=P.MANAGE)
def edit_service(request: Call, service: Id, body: ServiceEdit) -> ServiceOut:
    """Change owner, tier, value, users or hours."""
    row = finding.one(request, _services(request), service)
    answers.seen(request, ServiceOut.of(row))
    life.edit_service(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.verb("/{int:service}/retire", ServiceOut, may=P.MANAGE)
def retire_service(request: Call, service: Id) -> ServiceOut:
    """Offer it no longer. What was known of it stays."""
    row = finding.one(request, _services(request), service)
    life.retire_service(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:service}/revive", ServiceOut, may=P.MANAGE)
def revive_service(request: Call, service: Id) -> ServiceOut:
    """Offer it again."""
    row = finding.one(request, _services(request), service)
    life.revive_service(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:service}/dependencies", ServiceOut, may=P.MANAGE)
def depend_on(request: Call, service: Id, body: OtherService) -> ServiceOut:
    """Say that the service fails when the other one does. A circle is refused."""
    row = finding.one(request, _services(request), service)
    life.depend_on(row, answers.referred(_services(request), body.other, "other"), by=request.auth)
    return _shown(request, row)


@router.remove("/{int:service}/dependencies/{int:other}", may=P.MANAGE)
def depend_on_no_more(request: Call, service: Id, other: Id) -> None:
    """Say that the service does without the other one."""
    row = finding.one(request, _services(request), service)
    life.depend_on_no_more(row, finding.one(request, _services(request), other), by=request.auth)


@router.verb("/{int:service}/items", ServiceOut, may=P.MANAGE)
def attach_item(request: Call, service: Id, body: OneItem) -> ServiceOut:
    """Say that the service runs on this item."""
    row = finding.one(request, _services(request), service)
    item = answers.referred(Item.objects.visible_to(request.auth), body.item, "item")
    life.attach_item(row, item, by=request.auth)
    return _shown(request, row)


@router.remove("/{int:service}/items/{int:item}", may=P.MANAGE)
def detach_item(request: Call, service: Id, item: Id) -> None:
    """Say that the service no longer runs on this item."""
    row = finding.one(request, _services(request), service)
    life.detach_item(row, finding.one(request, Item.objects.visible_or_merged(request.auth), item), by=request.auth)


def _services(request: Call) -> QuerySet[Service]:
    rows = Service.objects.visible_to(request.auth).select_related("owner_team", "hours")
    return rows.prefetch_related("needs__depends_on", "runs_on__item")


def _shown(request: Call, service: Service) -> ServiceOut:
    return ServiceOut.of(_services(request).get(pk=service.pk))


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "owner_team" in given:
        given["owner_team"] = answers.referred(Team.objects.visible_to(request.auth), given["owner_team"], "owner_team")
    if "hours" in given:
        given["hours"] = answers.refer(BusinessHours.objects.all(), given["hours"], "hours")
    return given
