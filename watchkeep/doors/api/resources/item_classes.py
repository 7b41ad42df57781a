"""Classes of items: a tree, what is known of such things, and when they are missing."""

from typing import Annotated, Any, Self

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Paging, Record, Whole, among
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import AttributeKind, ItemClass
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.discovery import life as discovery
from watchkeep.estate.discovery import queries as found
from watchkeep.estate.discovery.permissions import P as DiscoveryP

router = Resource("Item classes")
Slug = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$", examples=["blade_server"])]
ClassTitle = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S", examples=["Blade server"])]
AttributeName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_.-]*$", examples=["slot"])]
KindOfAttribute = Annotated[AttributeKind, among(AttributeKind)]
Choice = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]


class ItemClassOut(Record):
    """A sort of thing. It has the attributes of every class in its path."""

    id: int
    slug: str
    name: str
    path: str
    icon: str
    attributes: list[dict[str, Any]]
    """What it describes itself: name, label, kind, and where they help unit, help, choices, many, required."""
    missing_after_days: int | None
    """After so many days without a word such things are missing, as was said of this very class; null: as above."""

    @classmethod
    def of(cls, row: ItemClass, patience: dict[int, int]) -> Self:
        """Show a class, with what was said of patience."""
        plain = {name: getattr(row, name) for name in ("slug", "name", "path", "icon", "attributes")}
        return cls(id=row.pk, missing_after_days=patience.get(row.pk), **plain)

    def href(self) -> str:
        """Where the class is found."""
        return f"/api/v1/item-classes/{self.id}"


class ItemClassEdit(Change):
    """How a class is called. What is left out stays."""

    name: ClassTitle = ""
    icon: Annotated[str, Field(max_length=30)] = ""


class ItemClassNew(Change):
    """One more sort of thing. Where it stands in the tree it stays."""

    slug: Slug
    name: ClassTitle
    below: Slug | None = None
    """The short name of the class that it is a sort of; null: it stands at the top."""
    icon: Annotated[str, Field(max_length=30)] = "item"


class ItemAttributeTold(Change):
    """One attribute, described. What is known by that name already is described otherwise."""

    name: AttributeName
    label: Annotated[str, Field(max_length=60)] = ""
    kind: KindOfAttribute = AttributeKind.TEXT
    unit: Annotated[str, Field(max_length=20)] = ""
    help: Annotated[str, Field(max_length=200)] = ""
    choices: Annotated[list[Choice], Field(max_length=100)] = []
    many: Flag = False
    """There can be several."""
    required: Flag = False
    """It has to be said of such things."""


class ItemAttributeName(Change):
    """Which attribute is meant."""

    name: AttributeName


class ItemPatience(Change):
    """After how many days without a word such things are missing; null: as the class above says, or never."""

    days: Annotated[Whole, Field(ge=1, le=3650)] | None = None


@router.list("", ItemClassOut, may=P.SEE)
def list_item_classes(request: Call, paging: Query[Paging]) -> Listing[ItemClassOut]:
    """All classes of items, as their tree is read."""
    days = _patience()
    return answers.listed(request, _rows(request), lambda row: ItemClassOut.of(row, days), paging, order=("path", "id"))


@router.create("", ItemClassOut, may=P.GOVERN)
def add_item_class(request: Call, body: ItemClassNew) -> ItemClassOut:
    """Add one more sort of thing."""
    parent = answers.named(_rows(request), body.below, "below")
    made = life.add_class(by=request.auth, slug=body.slug, name=body.name, parent=parent, icon=body.icon)
    return ItemClassOut.of(made, {})


@router.read("/{int:item_class_id}", ItemClassOut)
def get_item_class(request: Call, item_class_id: Id) -> ItemClassOut:
    """One class."""
    return _shown(request, item_class_id)


@router.edit("/{int:item_class_id}", ItemClassOut, may=P.GOVERN)
def edit_item_class(request: Call, item_class_id: Id, body: ItemClassEdit) -> ItemClassOut:
    """Call a class otherwise."""
    answers.seen(request, _shown(request, item_class_id))
    life.edit_class(_find(request, item_class_id), by=request.auth, **body.given())
    return _shown(request, item_class_id)


@router.verb("/{int:item_class_id}/describe", ItemClassOut, may=P.GOVERN)
def describe_item_attribute(request: Call, item_class_id: Id, body: ItemAttributeTold) -> ItemClassOut:
    """Say that one more thing is known of such things, or describe it otherwise. Values that are there stay."""
    life.describe_attribute(_find(request, item_class_id), by=request.auth, attribute=body.model_dump(mode="json"))
    return _shown(request, item_class_id)


@router.verb("/{int:item_class_id}/drop", ItemClassOut, may=P.GOVERN)
def drop_item_attribute(request: Call, item_class_id: Id, body: ItemAttributeName) -> ItemClassOut:
    """Describe an attribute no longer. Values that are there stay."""
    life.drop_attribute(_find(request, item_class_id), by=request.auth, name=body.name)
    return _shown(request, item_class_id)


@router.verb("/{int:item_class_id}/patience", ItemClassOut, may=DiscoveryP.CONFIGURE)
def set_item_class_patience(request: Call, item_class_id: Id, body: ItemPatience) -> ItemClassOut:
    """Say after how many days without a word such things are missing."""
    discovery.set_patience(_find(request, item_class_id), by=request.auth, days=body.days)
    return _shown(request, item_class_id)


def _rows(request: Call) -> Any:
    return ItemClass.objects.visible_to(request.auth)


def _find(request: Call, key: int) -> ItemClass:
    row: ItemClass = finding.one(request, _rows(request), key)
    return row


def _shown(request: Call, key: int) -> ItemClassOut:
    return ItemClassOut.of(_find(request, key), _patience())


def _patience() -> dict[int, int]:
    return dict(found.patience().values_list("cls", "days"))
