"""Licences: what was bought, who has a seat, who used it, and how each product stands on each day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Flag, Id, Line, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Entitlement, Metric, Position, Product, Seat, UpgradeRight
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.estate.suppliers.models import Contract

router = Resource("Entitlements")
seats = Resource("Seats")
positions = Resource("Licence positions")
usage = Resource("Software use")
MetricName = Annotated[Metric, among(Metric)]
UpgradeName = Annotated[UpgradeRight, among(UpgradeRight)]
Quantity = Annotated[Whole, Field(ge=1, le=10_000_000)]
Cores = Annotated[Whole, Field(ge=0, le=10_000)]
Euro = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Version = Annotated[str, Field(max_length=60)]
Rhythm = Annotated[
    Whole, Field(json_schema_extra={"enum": [0, 1, 3, 12]}, description="In months: 1, 3 or 12; 0 once for good.")
]
Products = Annotated[list[Ref], Field(min_length=1, max_length=50)]
Warnings = Annotated[list[Annotated[Whole, Field(ge=0, le=730)]], Field(max_length=10)]
Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]
SAME = (
    "number", "name", "quantity", "per_processor", "per_machine", "starts_on", "ends_on", "edition", "lowest",
    "highest", "downgrades", "maintenance_until", "price", "price_every", "warn_days", "notes",
)  # fmt: skip
FIGURES = (
    "on", "owned", "used", "covered", "missing", "idle", "free", "unused", "cost_at_risk", "shelfware", "status",
)  # fmt: skip


class EntitlementOut(Record):
    """So many licences of one product, or of several in a bundle."""

    id: int
    number: str
    name: str
    products: list[Named]
    metric: MetricName
    quantity: int
    per_processor: int
    """Counted by core: at least so many for a processor."""
    per_machine: int
    starts_on: date
    ends_on: date | None
    """The last day; null where its contract says, or for good."""
    edition: str
    lowest: str
    highest: str
    upgrades: UpgradeName
    """Whether newer versions may be used."""
    downgrades: bool
    maintenance_until: date | None
    contract: int | None
    """The id of its contract."""
    owner: Named | None
    price: Decimal
    """Of one, in euro."""
    price_every: int
    """In months; 0 once for good."""
    warn_days: list[int]
    notes: str

    @classmethod
    def of(cls, one: Entitlement) -> "EntitlementOut":
        """Show an entitlement whose products and owner are loaded."""
        return cls(
            id=one.pk,
            products=[Named(id=product.pk, name=product.name) for product in one.products.all()],
            metric=Metric(one.metric),
            upgrades=UpgradeRight(one.upgrades),
            contract=one.contract_id,
            owner=Named.of(one.owner),
            **{name: getattr(one, name) for name in SAME},
        )

    def href(self) -> str:
        """Where the entitlement is found."""
        return f"/api/v1/entitlements/{self.id}"


class LicenceSeatOut(Record):
    """Somebody may use a product until the seat is given back."""

    id: int
    product: Named
    person: Named
    because: str
    since: datetime
    until: datetime | None
    end_reason: str
    used_on: date | None
    """When they used it last, as far as is known."""

    @classmethod
    def of(cls, seat: Seat) -> "LicenceSeatOut":
        """Show a seat whose product and person are loaded."""
        same = {name: getattr(seat, name) for name in ("because", "since", "until", "end_reason", "used_on")}
        product = Named(id=seat.product_id, name=seat.product.name)
        return cls(id=seat.pk, product=product, person=Named(id=seat.person_id, name=seat.person.name), **same)


class LicencePositionOut(Record):
    """How a product stood on a day. A day without one is like the day before it."""

    product: Named
    on: date
    metric: MetricName
    status: str
    """`compliant`, `over`, `under`, `unlicensed` or `unused`."""
    owned: int
    used: int
    covered: int
    missing: int
    """Used without a licence that covers it."""
    idle: int
    free: int
    unused: int
    """Paid for and not needed: free and idle."""
    cost_at_risk: Decimal
    """Euro a year."""
    shelfware: Decimal
    """Euro a year."""

    @classmethod
    def of(cls, one: Position) -> "LicencePositionOut":
        """Show a position whose product is loaded."""
        same = {name: getattr(one, name) for name in FIGURES}
        return cls(product=Named(id=one.product_id, name=one.product.name), metric=Metric(one.metric), **same)


class UseNotedOut(Record):
    """What came of a list of people who used a product: how many are known, and which addresses nobody has."""

    known: int
    unknown: list[str]


class PeakOut(Record):
    """The most that used a product at once on a day."""

    on: date
    most: int


class EntitlementFilters(BaseModel):
    """Which entitlements. `on`: those that hold on that day."""

    product: Id | None = None
    metric: MetricName | None = None
    on: Day | None = None


class LicenceSeatFilters(BaseModel):
    """Which seats. `taken`: those that somebody has now, or those that were given back."""

    product: Id | None = None
    person: Id | None = None
    taken: bool | None = None


class LicencePositionFilters(BaseModel):
    """Which positions. Without a product the latest of each; with one its days, the newest first."""

    product: Id | None = None
    status: Annotated[str, Field(max_length=10)] | None = None
    on: Day | None = None
    """With a product: as it stood on that day."""


class EntitlementKnown(Change):
    """What may be known of an entitlement."""

    metric: MetricName = Metric.DEVICE
    per_processor: Cores = 0
    per_machine: Cores = 0
    ends_on: Day | None = None
    edition: Annotated[str, Field(max_length=80)] = ""
    lowest: Version = ""
    highest: Version = ""
    upgrades: UpgradeName = UpgradeRight.NONE
    downgrades: Flag = False
    maintenance_until: Day | None = None
    contract: Ref | None = None
    owner: Ref | None = None
    price: Euro = Decimal(0)
    price_every: Rhythm = 12
    warn_days: Warnings = [90, 30, 7]
    notes: Annotated[str, Field(max_length=5000)] = ""


class EntitlementNew(EntitlementKnown):
    """What was bought: so many of one product, or of several in a bundle. It begins today where nothing is said."""

    name: Line
    products: Products
    quantity: Quantity
    starts_on: Day | None = None


class EntitlementEdit(EntitlementKnown):
    """What is known of it. What is left out stays."""

    name: Line = ""
    products: Products = [0]
    quantity: Quantity = 1
    starts_on: Day = date(2000, 1, 1)


class EntitlementEnd(Change):
    """With which day it ends, and why."""

    ends_on: Day
    reason: Why


class LicenceSeatNew(Change):
    """Who gets a seat from the pool of which product."""

    product: Ref
    person: Ref
    because: Annotated[str, Field(max_length=200)] = ""


class LicenceSeatReason(Change):
    """Why the seat is free again."""

    reason: Why


class LastUse(Change):
    """Who used it, and on which day last."""

    email: Annotated[str, Field(min_length=3, max_length=254)]
    used_on: Day


class UseNew(Change):
    """Whom a vendor or an identity provider saw."""

    sign_ins: Annotated[list[LastUse], Field(min_length=1, max_length=1000)]
    source: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")] = "api"


class PeakNew(Change):
    """How many used a product at once on a day."""

    on: Day
    most: Annotated[Whole, Field(ge=0, le=10_000_000)]


@router.list("", EntitlementOut, may=P.SEE_ENTITLEMENTS)
def list_entitlements(
    request: Call, filters: Query[EntitlementFilters], paging: Query[Paging]
) -> Listing[EntitlementOut]:
    """What was bought, the newest first."""
    rows = _entitlements(request)
    if filters.product is not None:
        rows = rows.filter(products=filters.product)
    if filters.metric is not None:
        rows = rows.filter(metric=filters.metric)
    if filters.on is not None:
        rows = rows.filter(pk__in=Entitlement.objects.on(filters.on))
    return answers.listed(request, rows, EntitlementOut.of, paging)


@router.create("", EntitlementOut, may=P.MANAGE_ENTITLEMENTS)
def add_entitlement(request: Call, body: EntitlementNew) -> EntitlementOut:
    """Write down what was bought."""
    given = _referred(request, body)
    if given.get("starts_on") is None:
        given.pop("starts_on", None)
    return _shown(request, life.entitle(by=request.auth, **given))


@router.read("/{int:entitlement}", EntitlementOut)
def get_entitlement(request: Call, entitlement: Id) -> EntitlementOut:
    """One entitlement."""
    return EntitlementOut.of(finding.one(request, _entitlements(request), entitlement))


@router.edit("/{int:entitlement}", EntitlementOut, may=P.MANAGE_ENTITLEMENTS)
def edit_entitlement(request: Call, entitlement: Id, body: EntitlementEdit) -> EntitlementOut:
    """Correct what is known of it. Where more or fewer are owned from a day on, end it and add another."""
    row = finding.one(request, _entitlements(request), entitlement)
    answers.seen(request, EntitlementOut.of(row))
    life.edit(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.verb("/{int:entitlement}/end", EntitlementOut, may=P.MANAGE_ENTITLEMENTS)
def end_entitlement(request: Call, entitlement: Id, body: EntitlementEnd) -> EntitlementOut:
    """It holds until that day and no longer."""
    row = finding.one(request, _entitlements(request), entitlement)
    life.end(row, by=request.auth, ends_on=body.ends_on, reason=body.reason)
    return _shown(request, row)


@seats.list("", LicenceSeatOut, may=P.SEE_ENTITLEMENTS)
def list_seats(request: Call, filters: Query[LicenceSeatFilters], paging: Query[Paging]) -> Listing[LicenceSeatOut]:
    """Seats, the newest first."""
    rows = _seats(request).filter(**filters.model_dump(include={"product", "person"}, exclude_none=True))
    if filters.taken is not None:
        rows = rows.filter(until__isnull=filters.taken)
    return answers.listed(request, rows, LicenceSeatOut.of, paging)


@seats.create("", LicenceSeatOut, may=P.MANAGE_ENTITLEMENTS)
def take_seat(request: Call, body: LicenceSeatNew) -> LicenceSeatOut:
    """Give somebody a seat from the pool; refused when none is left."""
    product = answers.referred(Product.objects.visible_to(request.auth), body.product, "product")
    person = answers.referred(Person.objects.visible_to(request.auth), body.person, "person")
    seat = life.take_seat(product, by=request.auth, person=person, because=body.because)
    return LicenceSeatOut.of(_seats(request).get(pk=seat.pk))


@seats.read("/{int:seat}", LicenceSeatOut)
def get_seat(request: Call, seat: Id) -> LicenceSeatOut:
    """One seat."""
    return LicenceSeatOut.of(finding.one(request, _seats(request), seat))


@seats.verb("/{int:seat}/free", LicenceSeatOut, may=P.MANAGE_ENTITLEMENTS)
def free_seat(request: Call, seat: Id, body: LicenceSeatReason) -> LicenceSeatOut:
    """Put it back into the pool. Twice changes nothing."""
    row = finding.one(request, _seats(request), seat)
    life.free_seat(row, by=request.auth, reason=body.reason)
    return LicenceSeatOut.of(_seats(request).get(pk=row.pk))


@positions.list("", LicencePositionOut, may=P.SEE_ENTITLEMENTS)
def list_licence_positions(
    request: Call, filters: Query[LicencePositionFilters], paging: Query[Paging]
) -> Listing[LicencePositionOut]:
    """How products stand now, the most recently changed first; of one product its days."""
    rows = Position.objects.visible_to(request.auth).select_related("product")
    rows = rows.filter(is_latest=True) if filters.product is None else rows.filter(product=filters.product)
    if filters.product is not None and filters.on is not None:
        last = rows.filter(on__lte=filters.on).order_by("-on").values("pk")[:1]
        rows = rows.filter(pk__in=list(last.values_list("pk", flat=True)))
    if filters.status is not None:
        rows = rows.filter(status=filters.status.replace("\0", ""))
    return answers.listed(request, rows, LicencePositionOut.of, paging, order=("-on", "-id"))


@usage.verb("/{int:software_product}/sign-ins", UseNotedOut, may=P.REPORT)
def note_sign_ins(request: Call, software_product: Id, body: UseNew) -> UseNotedOut:
    """Note who used a product last when, by mail address. The same again changes nothing."""
    row = finding.one(request, Product.objects.visible_to(request.auth), software_product)
    days: dict[str, date] = {}
    for one in body.sign_ins:
        days[one.email] = max(one.used_on, days.get(one.email, one.used_on))
    noted = life.note_sign_ins(row, by=request.auth, days=days, source=body.source)
    return UseNotedOut(known=noted.known, unknown=noted.unknown)


@usage.verb("/{int:software_product}/peak", PeakOut, may=P.REPORT)
def note_peak(request: Call, software_product: Id, body: PeakNew) -> PeakOut:
    """Note how many used a product at once on a day; the highest of a day stays."""
    row = finding.one(request, Product.objects.visible_to(request.auth), software_product)
    peak = life.note_peak(row, by=request.auth, on=body.on, most=body.most)
    return PeakOut(on=peak.on, most=peak.most)


def _entitlements(request: Call) -> QuerySet[Entitlement]:
    return Entitlement.objects.visible_to(request.auth).select_related("owner").prefetch_related("products")


def _seats(request: Call) -> QuerySet[Seat]:
    return Seat.objects.visible_to(request.auth).select_related("product", "person")


def _shown(request: Call, one: Entitlement) -> EntitlementOut:
    return EntitlementOut.of(_entitlements(request).get(pk=one.pk))


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "products" in given:
        rows = Product.objects.visible_to(request.auth)
        given["products"] = [answers.referred(rows, key, "products") for key in given["products"]]
    if "contract" in given:
        given["contract"] = answers.refer(Contract.objects.visible_to(request.auth), given["contract"], "contract")
    if "owner" in given:
        given["owner"] = answers.refer(Person.objects.visible_to(request.auth), given["owner"], "owner")
    return given
