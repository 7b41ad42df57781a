"""Configuration items: the machines, programs, places and papers that services stand on."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Id, Listing, Moment, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Item, ItemClass, State
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.discovery import queries as discovery
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.suppliers.models import Contract, Supplier
from watchkeep.estate.suppliers.permissions import P as Suppliers
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

router = Resource("Items")
StateName = Annotated[State, among(State)]
Name = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S", examples=["db-1"])]
PortName = Annotated[str, Field(max_length=10, pattern=r"^\d{1,5}(/(tcp|udp|sctp))?$", examples=["3389", "161/udp"])]
ClassName = Annotated[str, Field(max_length=40, examples=["server"])]
Elsewhere = Annotated[str, Field(max_length=200)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Months = Annotated[Whole, Field(ge=0, le=600)]
Values = Annotated[dict[str, Any], Field(max_length=200)]
POINTING = {
    "owner_person": Person, "owner_team": Team, "user": Person, "location": Item, "supplier": Supplier,
    "contract": Contract,
}  # fmt: skip
SHOWN = ("cls", *POINTING)


class ItemOut(Record):
    """One thing that is looked after."""

    volatile = frozenset({"first_seen_at", "last_seen_at"})
    id: int
    number: str
    name: str
    item_class: str
    """The short name of its class."""
    state: StateName
    is_active: bool
    """Whether it is looked after still: neither retired nor disposed of."""
    serial: str
    manufacturer: str
    model: str
    asset_tag: str
    external_id: str
    """Its identifier elsewhere."""
    owner_person: Named | None
    owner_team: Named | None
    user: Named | None
    """Who has it."""
    location: Named | None
    supplier: Named | None
    contract: Named | None
    """What it hangs on, by its number; null for whoever may not see contracts."""
    cost_centre: str
    bought_on: date | None
    price: Decimal | None
    """In euro."""
    order_number: str
    warranty_ends_on: date | None
    depreciation_months: int | None
    values: dict[str, Any]
    """Its attributes, by name: of each the value that counts among what sources say."""
    first_seen_at: datetime | None
    last_seen_at: datetime | None

    @classmethod
    def to(cls, reader: Actor) -> Callable[[Item], "ItemOut"]:
        """Show items whose class, people, team and location are loaded, as far as somebody may see them."""
        sees = reader.may(Suppliers.SEE_CONTRACTS)
        return lambda item: cls._of(item, sees_contracts=sees)

    @classmethod
    def _of(cls, item: Item, *, sees_contracts: bool) -> "ItemOut":
        plain = {name: getattr(item, name) for name in cls.model_fields if name not in {*POINTING, "item_class"}}
        named: dict[str, Any] = {name: Named.of(getattr(item, name)) for name in POINTING if name != "contract"}
        named["contract"] = None
        if item.contract and sees_contracts:
            named["contract"] = Named(id=item.contract.pk, name=item.contract.number)
        return cls(item_class=item.cls.slug, **plain | named)

    def href(self) -> str:
        """Where the item is found."""
        return f"/api/v1/items/{self.id}"


class ItemThenOut(Record):
    """What was known of an item at an instant."""

    at: datetime
    is_known: bool
    """Whether it was in the register then."""
    values: dict[str, Any]
    """Columns and attributes by name; what points to another record is its id. What was not known is left out."""


class ItemInstant(BaseModel):
    """Which instant."""

    at: Moment | None = None
    """Without one, now."""


class ItemFilters(BaseModel):
    """Which items. A class means those below it as well."""

    item_class: ClassName | None = None
    state: StateName | None = None
    number: Annotated[str, Field(max_length=16)] | None = None
    serial: Annotated[str, Field(max_length=120)] | None = None
    external_id: Elsewhere | None = None
    owner_person: Id | None = None
    owner_team: Id | None = None
    user: Id | None = None
    location: Id | None = None
    supplier: Id | None = None
    contract: Id | None = None
    is_active: bool | None = None
    open_port: PortName | None = None
    """Something answers there now: a number, with a protocol if only that is meant."""


class ItemKnown(Change):
    """What may be known of an item."""

    name: Name = ""
    item_class: ClassName = "other"
    serial: Annotated[str, Field(max_length=120)] = ""
    manufacturer: Annotated[str, Field(max_length=120)] = ""
    model: Annotated[str, Field(max_length=160)] = ""
    asset_tag: Annotated[str, Field(max_length=64)] = ""
    external_id: Elsewhere = ""
    owner_person: Ref | None = None
    owner_team: Ref | None = None
    user: Ref | None = None
    location: Ref | None = None
    supplier: Ref | None = None
    contract: Ref | None = None
    cost_centre: Annotated[str, Field(max_length=40)] = ""
    bought_on: Day | None = None
    price: Money | None = None
    order_number: Annotated[str, Field(max_length=60)] = ""
    warranty_ends_on: Day | None = None
    depreciation_months: Months | None = None
    values: Values = Field(default_factory=dict)
    """Attributes to set; null takes one's word back."""


class ItemNew(ItemKnown):
    """One more thing to look after."""

    name: Name
    item_class: ClassName
    state: StateName = State.IN_USE


class ItemEdit(ItemKnown):
    """What is known of it. Over the word of a source, yours is pinned."""


class Handed(Change):
    """Who has it from now on; null: nobody in particular."""

    user: Ref | None = None


class Disposal(Change):
    """How it was disposed of, and by which certificate."""

    disposal: Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S")]


class Attribute(Change):
    """Which attribute is meant."""

    attribute: Annotated[str, Field(min_length=1, max_length=60)]


@router.list("", ItemOut, may=P.SEE)
def list_items(request: Call, filters: Query[ItemFilters], paging: Query[Paging]) -> Listing[ItemOut]:
    """Items, from A to Z."""
    rows = asked_for(request, filters)
    return answers.listed(request, rows, ItemOut.to(request.auth), paging, order=("name", "id"))


@router.create("", ItemOut, may=P.MANAGE)
def add_item(request: Call, body: ItemNew) -> ItemOut:
    """Look after one more thing."""
    given = _referred(request, body)
    state = given.pop("state", State.IN_USE)
    return _shown(request, life.add_item(by=request.auth, state=state, **given))


@router.read("/{int:item}", ItemOut)
def get_item(request: Call, item: Id) -> ItemOut:
    """One item."""
    return _shown(request, _find(request, item))


@router.read("/{int:item}/values", ItemThenOut)
def get_item_values(request: Call, item: Id, instant: Query[ItemInstant]) -> ItemThenOut:
    """What was known of an item at an instant. On which contract it was, only for whoever may see contracts."""
    then = queries.as_of(_find(request, item), instant.at or clock.now())
    hidden = set() if request.auth.may(Suppliers.SEE_CONTRACTS) else {"contract"}
    values = {name: value for name, value in then.values.items() if name not in hidden} if then.is_known else {}
    return ItemThenOut(at=then.at, is_known=then.is_known, values=values)


@router.edit("/{int:item}", ItemOut, may=P.MANAGE)
def edit_item(request: Call, item: Id, body: ItemEdit) -> ItemOut:
    """Correct what is known of it."""
    row = _find(request, item)
    answers.seen(request, _shown(request, row))
    life.edit_item(row, by=request.auth, **_referred(request, body))
    return _shown(request, row)


@router.verb("/{int:item}/receive", ItemOut, may=P.WORK)
def receive_item(request: Call, item: Id) -> ItemOut:
    """What was ordered has come, and lies in stock."""
    life.receive(row := _find(request, item), by=request.auth)
    return _shown(request, row)


@router.verb("/{int:item}/put-to-use", ItemOut, may=P.WORK)
def put_item_to_use(request: Call, item: Id, body: Handed) -> ItemOut:
    """Use it, or hand it to somebody."""
    user = answers.refer(Person.objects.visible_to(request.auth), body.user, "user")
    life.put_to_use(row := _find(request, item), by=request.auth, user=user)
    return _shown(request, row)


@router.verb("/{int:item}/take-back", ItemOut, may=P.WORK)
def take_item_back(request: Call, item: Id) -> ItemOut:
    """Whoever had it has it no longer; it lies in stock."""
    life.take_back(row := _find(request, item), by=request.auth)
    return _shown(request, row)


@router.verb("/{int:item}/send-to-repair", ItemOut, may=P.WORK)
def send_item_to_repair(request: Call, item: Id) -> ItemOut:
    """It is broken and away."""
    life.send_to_repair(row := _find(request, item), by=request.auth)
    return _shown(request, row)


@router.verb("/{int:item}/lose", ItemOut, may=P.WORK)
def lose_item(request: Call, item: Id) -> ItemOut:
    """Nobody knows where it is."""
    life.lose(row := _find(request, item), by=request.auth)
    return _shown(request, row)


@router.verb("/{int:item}/find", ItemOut, may=P.WORK)
def find_item(request: Call, item: Id) -> ItemOut:
    """It is there again."""
    life.find(row := _find(request, item), by=request.auth)
    return _shown(request, row)


@router.verb("/{int:item}/retire", ItemOut, may=P.MANAGE)
def retire_item(request: Call, item: Id) -> ItemOut:
    """It is no longer in use. What was known of it stays."""
    life.retire(row := _find(request, item), by=request.auth)
    return _shown(request, row)


@router.verb("/{int:item}/revive", ItemOut, may=P.MANAGE)
def revive_item(request: Call, item: Id) -> ItemOut:
    """It had been retired too early, or is needed again."""
    life.revive(row := _find(request, item), by=request.auth)
    return _shown(request, row)


@router.verb("/{int:item}/dispose", ItemOut, may=P.DISPOSE)
def dispose_of_item(request: Call, item: Id, body: Disposal) -> ItemOut:
    """It is gone for good."""
    life.dispose(row := _find(request, item), by=request.auth, disposal=body.disposal)
    return _shown(request, row)


@router.verb("/{int:item}/pin", ItemOut, may=P.MANAGE)
def pin_item_value(request: Call, item: Id, body: Attribute) -> ItemOut:
    """Let the value that stands there now stand, whatever sources say."""
    life.pin(row := _find(request, item), by=request.auth, attribute=body.attribute)
    return _shown(request, row)


@router.verb("/{int:item}/unpin", ItemOut, may=P.MANAGE)
def unpin_item_value(request: Call, item: Id, body: Attribute) -> ItemOut:
    """Let the sources speak again."""
    life.unpin(row := _find(request, item), by=request.auth, attribute=body.attribute)
    return _shown(request, row)


def asked_for(request: Call, filters: ItemFilters) -> Any:
    """The items that filters ask for; by contract only for whoever may see contracts."""
    asked = filters.model_dump(exclude_none=True)
    rows = _rows(request)
    if slug := asked.pop("item_class", None):
        rows = rows.of_class(*ItemClass.objects.filter(slug=slug).values_list("path", flat=True))
    if "contract" in asked and not request.auth.may(Suppliers.SEE_CONTRACTS):
        rows = rows.none()
    if port := asked.pop("open_port", None):
        rows = rows.filter(pk__in=discovery.with_port(port))
    return rows.filter(**asked)


def _shown(request: Call, item: Item) -> ItemOut:
    return ItemOut.to(request.auth)(item)


def _rows(request: Call) -> Any:
    return Item.objects.visible_to(request.auth).select_related(*SHOWN)


def _find(request: Call, item: int) -> Item:
    row: Item = finding.one(request, _rows(request), item)
    return row


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    for name, model in POINTING.items():
        if name in given:
            given[name] = answers.refer(model.objects.visible_to(request.auth), given[name], name)  # type: ignore[attr-defined]
    if "item_class" in given:
        given["cls"] = answers.named(ItemClass.objects.visible_to(request.auth), given.pop("item_class"), "item_class")
    return given
