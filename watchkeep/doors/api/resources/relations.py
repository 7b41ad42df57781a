"""How items hang together: their relations, and what is hit when one of them fails."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from ninja import Query
from pydantic import BaseModel

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Moment, Named, Paging, Record, Ref, among
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Item, Relation, RelationKind
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.services import queries as services
from watchkeep.kernel import clock

router = Resource("Items")
KindOfRelation = Annotated[RelationKind, among(RelationKind)]


class RelationOut(Record):
    """One item hangs on another. Read it from the one to the other: `from_item` runs on `to_item`."""

    id: int
    from_item: Named
    kind: KindOfRelation
    to_item: Named
    since: datetime
    until: datetime | None
    """Null while it holds."""

    @classmethod
    def of(cls, row: Relation) -> "RelationOut":
        """Show a relation whose items are loaded."""
        ends = {name: Named(id=one.pk, name=one.name) for name, one in _ends(row).items()}
        return cls(id=row.pk, kind=RelationKind(row.kind), since=row.since, until=row.until, **ends)


class RelationNew(Change):
    """How the item hangs on another."""

    kind: KindOfRelation
    other_item: Ref


class RelationFilters(BaseModel):
    """Which relations of an item."""

    at: Moment | None = None
    """As it was at that instant; without one, as it is now."""


class ItemReachOut(Record):
    """What happens when an item fails."""

    items: int
    """How many items are hit."""
    are_more: bool
    """Whether more are hit than were counted."""
    services: list[Named]
    people: int
    customers: int
    value_per_hour: Decimal


@router.list("/{int:item}/relations", RelationOut)
def list_item_relations(
    request: Call, item: Id, filters: Query[RelationFilters], paging: Query[Paging]
) -> Listing[RelationOut]:
    """The relations on either side of an item, now or as they were."""
    one = finding.one(request, Item.objects.visible_to(request.auth), item)
    held = Relation.objects.held_at(filters.at) if filters.at else Relation.objects.open()
    rows = held.of(one.pk).select_related("from_item", "to_item")
    return answers.listed(request, rows, RelationOut.of, paging, order=("id",))


@router.create("/{int:item}/relations", RelationOut, may=P.WORK)
def relate_item(request: Call, item: Id, body: RelationNew) -> RelationOut:
    """Say that the item hangs on another."""
    rows = Item.objects.visible_to(request.auth).select_related("cls")
    one, other = finding.one(request, rows, item), answers.referred(rows, body.other_item, "other_item")
    return RelationOut.of(life.relate(one, other, by=request.auth, kind=body.kind))


@router.verb("/{int:item}/relations/{int:relation}/end", None, may=P.WORK)
def end_item_relation(request: Call, item: Id, relation: Id) -> None:
    """Say that it holds no longer. In the past it still does."""
    one = finding.one(request, Item.objects.visible_to(request.auth), item)
    life.unrelate(finding.one(request, Relation.objects.of(one.pk), relation), by=request.auth)


@router.read("/{int:item}/reach", ItemReachOut)
def get_item_reach(request: Call, item: Id) -> ItemReachOut:
    """What happens when this item fails."""
    one = finding.one(request, Item.objects.visible_to(request.auth), item)
    above = queries.reach([one.pk] if one.is_active else [], upwards=True)
    impact = services.impact_of([], clock.now(), items=[one.pk])
    return ItemReachOut(
        items=len(above.others), are_more=above.is_cut,
        services=[Named(id=hit.pk, name=hit.name) for hit in impact.services], people=impact.people,
        customers=impact.customers, value_per_hour=impact.value_per_hour,
    )  # fmt: skip


def _ends(row: Relation) -> dict[str, Item]:
    return {"from_item": row.from_item, "to_item": row.to_item}
