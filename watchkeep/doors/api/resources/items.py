"""Configuration items: the machines and programs that services run on."""

from typing import Annotated, Any

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.people.models import Team

router = Resource("Items")
KindName = Annotated[Item.Kind, among(Item.Kind)]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["db-1"])]
Elsewhere = Annotated[str, Field(max_length=200)]


class ItemOut(Record):
    """One thing that is looked after."""

    id: int
    name: str
    kind: KindName
    external_id: str
    """Its identifier elsewhere."""
    owner_team: Named | None
    attributes: dict[str, Any]
    is_active: bool

    @classmethod
    def of(cls, item: Item) -> "ItemOut":
        """Show an item whose owner is loaded."""
        return cls(
            id=item.pk,
            name=item.name,
            kind=Item.Kind(item.kind),
            external_id=item.external_id,
            owner_team=Named.of(item.owner_team),
            attributes=item.attributes,
            is_active=item.is_active,
        )

    def href(self) -> str:
        """Where the item is found."""
        return f"/api/v1/items/{self.id}"


class ItemFilters(BaseModel):
    """Which items."""

    kind: KindName | None = None
    external_id: Elsewhere | None = None
    owner_team: Id | None = None
    is_active: bool | None = None


class ItemNew(Change):
    """One more thing to look after."""

    name: Name
    kind: KindName = Item.Kind.HOST
    external_id: Elsewhere = ""
    owner_team: Ref | None = None
    attributes: dict[str, Any] = Field({}, max_length=200)


class ItemEdit(Change):
    """What is known of it."""

    name: Name = ""
    kind: KindName = Item.Kind.HOST
    external_id: Elsewhere = ""
    owner_team: Ref | None = None
    attributes: dict[str, Any] = Field({}, max_length=200)


@router.list("", ItemOut, may=P.SEE)
def list_items(request: Call, filters: Query[ItemFilters], paging: Query[Paging]) -> Listing[ItemOut]:
    """Items, from A to Z."""
    rows = Item.objects.visible_to(request.auth).filter(**filters.model_dump(exclude_none=True))
    return answers.listed(request, rows.select_related("owner_team"), ItemOut.of, paging, order=("name", "id"))


@router.create("", ItemOut, may=P.MANAGE)
def add_item(request: Call, body: ItemNew) -> ItemOut:
    """Look after one more thing."""
    return ItemOut.of(life.add_item(by=request.auth, **_referred(request, body)))


@router.read("/{int:item}", ItemOut)
def get_item(request: Call, item: Id) -> ItemOut:
    """One item."""
    return ItemOut.of(finding.one(request, Item.objects.visible_to(request.auth), item))


@router.edit("/{int:item}", ItemOut, may=P.MANAGE)
def edit_item(request: Call, item: Id, body: ItemEdit) -> ItemOut:
    """Correct what is known of it."""
    row = finding.one(request, Item.objects.visible_to(request.auth), item)
    answers.seen(request, ItemOut.of(row))
    life.edit_item(row, by=request.auth, **_referred(request, body))
    return ItemOut.of(row)


@router.verb("/{int:item}/retire", ItemOut, may=P.MANAGE)
def retire_item(request: Call, item: Id) -> ItemOut:
    """It is no longer in use. What was known of it stays."""
    row = finding.one(request, Item.objects.visible_to(request.auth), item)
    life.retire_item(row, by=request.auth)
    return ItemOut.of(row)


def _referred(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "owner_team" in given:
        given["owner_team"] = answers.refer(Team.objects.visible_to(request.auth), given["owner_team"], "owner_team")
    return given
