"""Items of the catalogue: what one may order, and how they are looked after."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.catalogue.shelves import Position, shelves_of
from watchkeep.doors.api.shapes import Change, Day, Id, Line, Listing, Named, Paging, Record, Ref, Text, Whole, among
from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.fulfilment import life as fulfilment
from watchkeep.duty.fulfilment import queries as plans
from watchkeep.duty.fulfilment.permissions import P as Fulfilment
from watchkeep.estate.licences.models import Product
from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Audience, CatalogueItem, Proof
from watchkeep.work.requests.permissions import P

router = Resource("Catalogue")
AudienceName = Annotated[Audience, among(Audience)]
ProofWanted = Annotated[Proof, among(Proof)]
ItemName = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
SearchWords = Annotated[str, Field(max_length=300)]
Standing = Literal["offered", "drafted", "never", "retired", "review"]
Refs = Annotated[list[Ref], Field(max_length=100)]
_ONE = {"service": Service, "team": Team, "owner": Person}
_MANY = {"teams": Team, "organisations": Organisation}


class ItemKeepingOut(Record):
    """What those who look after an item see."""

    search_words: str
    teams: list[Named]
    """Only their people may order it; empty narrows nothing."""
    organisations: list[Named]
    """The same with organisations."""
    team: Named | None
    """Who carries it out."""
    owner: Named | None
    review_on: date | None
    is_active: bool
    """Offered; otherwise retired."""
    is_builtin: bool
    position: int

    @classmethod
    def of(cls, row: CatalogueItem) -> "ItemKeepingOut":
        """Show an item whose people and teams are loaded."""
        return cls(
            teams=[Named(id=one.pk, name=one.name) for one in row.teams.all()],
            organisations=[Named(id=one.pk, name=one.name) for one in row.organisations.all()],
            team=Named.of(row.team),
            owner=Named.of(row.owner),
            **{name: getattr(row, name) for name in _KEPT},
        )


_KEPT = ("search_words", "review_on", "is_active", "is_builtin", "position")


class CatalogueItemOut(Record):
    """Something that people can order. What they are asked is its form."""

    id: int
    slug: str
    name: str
    shelf: Named
    summary: str
    description: str
    """Markdown."""
    audience: AudienceName
    proof: ProofWanted
    """`fresh`: who orders it for themselves proves who they are once more, which the portal asks for; who orders it for
    others says how they made sure (`vouched`)."""
    service: Named | None
    priority: int
    is_offered: bool
    """Whether it can be ordered: not retired, and an edition is published."""
    edition: int | None
    """The number of the edition in force."""
    price_once: Decimal | None
    """In euro."""
    price_monthly: Decimal | None
    is_held: bool
    """Whether people hold it afterwards, and give it back."""
    keeping: ItemKeepingOut | None
    """Null for those who only order."""

    @classmethod
    def of(cls, row: CatalogueItem, actor: Actor) -> "CatalogueItemOut":
        """Show an item, found with `items_of`, to somebody."""
        edition = row.edition
        return cls(
            id=row.pk,
            shelf=Named(id=row.category_id, name=row.category.name),
            audience=Audience(row.audience),
            proof=Proof(row.proof),
            service=Named.of(row.service),
            edition=edition.number if edition else None,
            price_once=edition.price_once if edition else None,
            price_monthly=edition.price_monthly if edition else None,
            is_held=edition.is_kept if edition else False,
            keeping=ItemKeepingOut.of(row) if actor.may(P.SEE_CATALOGUE) else None,
            **{name: getattr(row, name) for name in _SHOWN},
        )

    def href(self) -> str:
        """Where the item is found."""
        return f"/api/v1/catalogue/items/{self.id}"


_SHOWN = ("slug", "name", "summary", "description", "priority", "is_offered")


class FulfilmentPlanOut(Record):
    """By which plan an item comes true."""

    procedure: Named | None
    """Null: people do it."""
    missing: list[str]
    """Connections that the plan needs and that are not there, by name: until then people do it."""


class SeatPoolOut(Record):
    """A seat of which product comes with an item."""

    product: Named | None
    """Null: none does."""


class CatalogueFilters(BaseModel):
    """Which items."""

    q: Annotated[str, Field(max_length=200)] = Field("", description="Words of name, summary and other words for it.")
    shelf: Id | None = None
    audience: AudienceName | None = None
    orderable: bool = Field(default=False, description="Those alone that you may order now.")
    standing: Standing | None = Field(None, description="How they stand, for those who look after them.")


class CatalogueItemGiven(Change):
    """What may be said of an item."""

    description: Text = ""
    search_words: SearchWords = ""
    audience: AudienceName = Audience.EMPLOYEES
    proof: ProofWanted = Proof.NONE
    teams: Refs = []
    organisations: Refs = []
    service: Ref | None = None
    team: Ref | None = None
    priority: Annotated[Whole, Field(ge=1, le=5)] = 4
    owner: Ref | None = None
    review_on: Day | None = None
    position: Position = 100


class CatalogueItemNew(CatalogueItemGiven):
    """An item; it is offered once an edition of it is published."""

    name: ItemName = Field(examples=["Second screen"])
    summary: Line = Field(examples=["A screen beside your own"])
    shelf: Ref


class CatalogueItemEdit(CatalogueItemGiven):
    """What to change; what is not given stays."""

    name: ItemName = ""
    summary: Line = ""
    shelf: Ref = 1


class ReviewOfItem(Change):
    """When to look at it again."""

    review_on: Day | None = None
    """In a year unless told otherwise."""


class PlanChoice(Change):
    """A published fulfilment plan, or null to leave it to people."""

    procedure: Ref | None = Field(examples=[None])


class SeatPoolChoice(Change):
    """The product of whose pool whoever gets it gets a seat, or null for none."""

    product: Ref | None


@router.list("/catalogue/items", CatalogueItemOut)
def list_catalogue_items(
    request: Call, filters: Query[CatalogueFilters], paging: Query[Paging]
) -> Listing[CatalogueItemOut]:
    """Items from A to Z: those that you may order, and all of them with `catalogue.see`."""
    found = queries.items(
        request.auth, words=filters.q, audience=filters.audience or "", standing=filters.standing or ""
    )
    rows = items_of(request).filter(pk__in=found.values("pk"))
    if filters.shelf is not None:
        rows = rows.filter(category=filters.shelf)
    if filters.orderable:
        me = Person.objects.filter(pk=finding.meant(request)).first()
        rows = rows.filter(pk__in=CatalogueItem.objects.offered_to(me).values("pk")) if me else rows.offered()
    return answers.listed(
        request, rows, lambda row: CatalogueItemOut.of(row, request.auth), paging, order=("name", "id")
    )


@router.create("/catalogue/items", CatalogueItemOut, may=P.CATALOGUE)
def add_catalogue_item(request: Call, body: CatalogueItemNew) -> CatalogueItemOut:
    """Add an item. It is offered once an edition of it is published."""
    return shown(request, life.add_item(by=request.auth, **_referred(request, body.given())))


@router.read("/catalogue/items/{int:catalogue_item}", CatalogueItemOut)
def get_catalogue_item(request: Call, catalogue_item: Id) -> CatalogueItemOut:
    """One item."""
    return CatalogueItemOut.of(found(request, catalogue_item), request.auth)


@router.edit("/catalogue/items/{int:catalogue_item}", CatalogueItemOut, may=P.CATALOGUE)
def edit_catalogue_item(request: Call, catalogue_item: Id, body: CatalogueItemEdit) -> CatalogueItemOut:
    """Describe it otherwise. What is asked and what it costs is a matter of editions."""
    row = found(request, catalogue_item)
    answers.seen(request, CatalogueItemOut.of(row, request.auth))
    life.edit_item(row, by=request.auth, **_referred(request, body.given()))
    return shown(request, row)


@router.verb("/catalogue/items/{int:catalogue_item}/retire", CatalogueItemOut, may=P.CATALOGUE)
def retire_catalogue_item(request: Call, catalogue_item: Id) -> CatalogueItemOut:
    """Offer it no longer. Running requests go on, and what people hold they keep."""
    row = found(request, catalogue_item)
    life.retire_item(row, by=request.auth)
    return shown(request, row)


@router.verb("/catalogue/items/{int:catalogue_item}/revive", CatalogueItemOut, may=P.CATALOGUE)
def revive_catalogue_item(request: Call, catalogue_item: Id) -> CatalogueItemOut:
    """Offer it again."""
    row = found(request, catalogue_item)
    life.revive_item(row, by=request.auth)
    return shown(request, row)


@router.verb("/catalogue/items/{int:catalogue_item}/review", CatalogueItemOut, may=P.CATALOGUE)
def review_catalogue_item(request: Call, catalogue_item: Id, body: ReviewOfItem) -> CatalogueItemOut:
    """Say that what is offered, asked and charged is still right, and when to look again."""
    row = found(request, catalogue_item)
    life.review_item(row, by=request.auth, review_on=body.review_on)
    return shown(request, row)


@router.read("/catalogue/items/{int:catalogue_item}/plan", FulfilmentPlanOut, may=P.SEE_CATALOGUE)
def get_fulfilment_plan(request: Call, catalogue_item: Id) -> FulfilmentPlanOut:
    """By which plan it comes true, and what that plan still lacks."""
    row = found(request, catalogue_item)
    request.auth.need(P.SEE_CATALOGUE, "see how it comes true")
    return _plan_of(row)


@router.verb("/catalogue/items/{int:catalogue_item}/plan", FulfilmentPlanOut, may=Fulfilment.CONFIGURE)
def choose_fulfilment_plan(request: Call, catalogue_item: Id, body: PlanChoice) -> FulfilmentPlanOut:
    """Let it come true by a plan from now on, or by people. What runs goes on as it began."""
    row = found(request, catalogue_item)
    chosen = answers.refer(Procedure.objects.visible_to(request.auth), body.procedure, "procedure")
    fulfilment.set_plan(row, by=request.auth, procedure=chosen)
    return _plan_of(row)


@router.verb("/catalogue/items/{int:catalogue_item}/seat", SeatPoolOut, may=Fulfilment.CONFIGURE)
def choose_seat_pool(request: Call, catalogue_item: Id, body: SeatPoolChoice) -> SeatPoolOut:
    """Let a seat of a product come with it from now on, or none."""
    row = found(request, catalogue_item)
    chosen = answers.refer(Product.objects.visible_to(request.auth), body.product, "product")
    fulfilment.set_pool(row, by=request.auth, product=chosen)
    return SeatPoolOut(product=Named.of(chosen))


def items_of(request: Call) -> Any:
    """The items that the caller may see, with what is shown of them."""
    rows = CatalogueItem.objects.visible_to(request.auth).select_related("category", "edition", *_ONE)
    return rows.prefetch_related(*_MANY)


def found(request: Call, key: int) -> CatalogueItem:
    """Find an item; 404 when the caller sees none."""
    item: CatalogueItem = finding.one(request, items_of(request), key)
    return item


def shown(request: Call, row: CatalogueItem) -> CatalogueItemOut:
    """Show an item as it stands now."""
    return CatalogueItemOut.of(items_of(request).get(pk=row.pk), request.auth)


def _plan_of(row: CatalogueItem) -> FulfilmentPlanOut:
    plan = plans.plan_of(row.pk)
    if plan is None:
        return FulfilmentPlanOut(procedure=None, missing=[])
    return FulfilmentPlanOut(procedure=Named.of(plan.procedure), missing=plans.missing(plan.procedure))


def _referred(request: Call, given: dict[str, Any]) -> dict[str, Any]:
    """The records that ids in a body mean."""
    if "shelf" in given:
        given["category"] = answers.referred(shelves_of(request), given.pop("shelf"), "shelf")
    for name, model in _ONE.items():
        if name in given:
            rows: QuerySet[Any] = model.objects.visible_to(request.auth)  # type: ignore[attr-defined]
            given[name] = answers.refer(rows, given[name], name)
    for name, model in _MANY.items():
        if name in given:
            rows = model.objects.visible_to(request.auth)  # type: ignore[attr-defined]
            given[name] = [answers.referred(rows, key, name) for key in dict.fromkeys(given[name])]
    return given
