"""Stock-takes: what should be in a place or of a class, what was met, and what follows."""

from datetime import datetime
from typing import Annotated, Self

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.item_classes import Slug
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.stocktaking import life, queries
from watchkeep.estate.stocktaking.models import Check, Outcome, State, Stocktake
from watchkeep.estate.stocktaking.permissions import P

router = Resource("Stock-takes")
StateName = Annotated[State, among(State)]
OutcomeName = Annotated[Outcome, among(Outcome)]


class StocktakeOut(Record):
    """A count of what is in a place, or of a class, or both."""

    id: int
    number: str
    name: str
    place: Named | None
    item_class: str | None
    state: StateName
    started_at: datetime
    ended_at: datetime | None
    moved: int
    """How many turned out to be in another place, once it is finished."""
    lost: int
    """How many are missing since it was finished."""

    @classmethod
    def of(cls, row: Stocktake) -> Self:
        """Show a stock-take whose place and class are loaded."""
        names = ("number", "name", "started_at", "ended_at", "moved", "lost")
        plain = {name: getattr(row, name) for name in names}
        slug = row.cls.slug if row.cls else None
        return cls(id=row.pk, place=Named.of(row.place), item_class=slug, state=State(row.state), **plain)

    def href(self) -> str:
        """Where the stock-take is found."""
        return f"/api/v1/stocktakes/{self.id}"


class StocktakeCountsOut(Record):
    """How far it is."""

    expected: int
    """Not found yet."""
    here: int
    elsewhere: int
    extra: int
    """Found, and not expected."""
    unknown: int
    """Codes that no item bears."""


class StocktakeCheckOut(Record):
    """One thing of a stock-take: an item, or a code that no item bears."""

    id: int
    item: Named | None
    code: str
    outcome: OutcomeName
    place: Named | None
    note: str
    at: datetime | None
    """When it was met."""

    @classmethod
    def of(cls, row: Check) -> Self:
        """Show a thing whose item and place are loaded."""
        named = {"item": Named.of(row.item), "place": Named.of(row.place)}
        return cls(id=row.pk, code=row.code, outcome=Outcome(row.outcome), note=row.note, at=row.at, **named)


class StocktakeNew(Change):
    """What is counted: a place with those within it, a class with those below it, or what is both."""

    name: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["Berlin, autumn"])]
    place: Ref | None
    """Null: everywhere; then a class is named."""
    item_class: Slug | None = None


class StocktakeSeen(Change):
    """Something was met."""

    code: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["CI-1042"])]
    """A label, a tag, a number or a serial number."""
    place: Ref | None = None
    """Where it stands, when that is another place than the one that is counted."""
    note: Annotated[str, Field(max_length=300)] = ""


class StocktakeFinish(Change):
    """How it ends."""

    lose: Flag
    """What was not found is missing."""


class CheckFilters(BaseModel):
    """Which things."""

    outcome: OutcomeName = Outcome.EXPECTED


@router.list("", StocktakeOut, may=P.SEE)
def list_stocktakes(request: Call, paging: Query[Paging]) -> Listing[StocktakeOut]:
    """All stock-takes, the newest first."""
    return answers.listed(request, queries.stocktakes(request.auth), StocktakeOut.of, paging)


@router.create("", StocktakeOut, may=P.MANAGE)
def begin_stocktake(request: Call, body: StocktakeNew) -> StocktakeOut:
    """Note what should be there, at most 5,000 things."""
    place = answers.refer(_places(request), body.place, "place")
    cls = answers.named(ItemClass.objects.visible_to(request.auth), body.item_class, "item_class")
    return StocktakeOut.of(life.begin(by=request.auth, name=body.name, place=place, cls=cls))


@router.read("/{int:stocktake}", StocktakeOut)
def get_stocktake(request: Call, stocktake: Id) -> StocktakeOut:
    """One stock-take."""
    return _shown(request, stocktake)


@router.read("/{int:stocktake}/counts", StocktakeCountsOut)
def get_stocktake_counts(request: Call, stocktake: Id) -> StocktakeCountsOut:
    """How many things of each outcome there are."""
    return StocktakeCountsOut(**queries.counts(_find(request, stocktake)))


@router.list("/{int:stocktake}/checks", StocktakeCheckOut)
def list_stocktake_checks(
    request: Call, stocktake: Id, filters: Query[CheckFilters], paging: Query[Paging]
) -> Listing[StocktakeCheckOut]:
    """The things of one outcome, in the order in which they were expected or met."""
    rows = queries.checks(_find(request, stocktake), filters.outcome)
    return answers.listed(request, rows, StocktakeCheckOut.of, paging, order=("id",))


@router.verb("/{int:stocktake}/count", StocktakeCheckOut, may=P.COUNT)
def count_stocktake_code(request: Call, stocktake: Id, body: StocktakeSeen) -> StocktakeCheckOut:
    """Something was met. The same again says the same."""
    one = _find(request, stocktake)
    place = answers.refer(_places(request), body.place, "place")
    made = life.count(one, by=request.auth, code=body.code, place=place, note=body.note)
    return StocktakeCheckOut.of(made)


@router.verb("/{int:stocktake}/finish", StocktakeOut, may=P.MANAGE)
def finish_stocktake(request: Call, stocktake: Id, body: StocktakeFinish) -> StocktakeOut:
    """What was found is where it was found; what was not is missing, if that is said."""
    life.finish(_find(request, stocktake), by=request.auth, lose=body.lose)
    return _shown(request, stocktake)


@router.verb("/{int:stocktake}/cancel", StocktakeOut, may=P.MANAGE)
def cancel_stocktake(request: Call, stocktake: Id) -> StocktakeOut:
    """Nothing comes of it. What was met stays to be read."""
    life.cancel(_find(request, stocktake), by=request.auth)
    return _shown(request, stocktake)


def _places(request: Call) -> QuerySet[Item]:
    return Item.objects.visible_to(request.auth).select_related("cls")


def _find(request: Call, key: int) -> Stocktake:
    return finding.one(request, queries.stocktakes(request.auth), key)


def _shown(request: Call, key: int) -> StocktakeOut:
    return StocktakeOut.of(_find(request, key))
