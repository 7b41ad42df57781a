"""Shelves of the catalogue."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Name, Paging, Record, Whole
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Category
from watchkeep.work.requests.permissions import P

router = Resource("Catalogue")
About = Annotated[str, Field(max_length=300)]
Position = Annotated[Whole, Field(ge=0, le=32_000)]


class ShelfOut(Record):
    """A shelf of the catalogue."""

    id: int
    name: str
    slug: str
    about: str
    position: int

    @classmethod
    def of(cls, row: Category) -> "ShelfOut":
        """Show a shelf."""
        return cls(id=row.pk, name=row.name, slug=row.slug, about=row.about, position=row.position)

    def href(self) -> str:
        """Where the shelf is found."""
        return f"/api/v1/catalogue/shelves/{self.id}"


class ShelfNew(Change):
    """A shelf to put up."""

    name: Name = Field(examples=["Machines"])
    about: About = ""
    position: Position = 100


class ShelfEdit(Change):
    """What to change; what is not given stays."""

    name: Name = ""
    about: About = ""
    position: Position = 100


@router.list("/catalogue/shelves", ShelfOut)
def list_shelves(request: Call, paging: Query[Paging]) -> Listing[ShelfOut]:
    """The shelves on which you find something, as they stand; all of them with `catalogue.see`."""
    return answers.listed(request, shelves_of(request), ShelfOut.of, paging, order=("position", "name", "id"))


@router.create("/catalogue/shelves", ShelfOut, may=P.CATALOGUE)
def put_up_shelf(request: Call, body: ShelfNew) -> ShelfOut:
    """Put up a shelf."""
    return ShelfOut.of(life.save_category(by=request.auth, **body.given()))


@router.read("/catalogue/shelves/{int:shelf}", ShelfOut)
def get_shelf(request: Call, shelf: Id) -> ShelfOut:
    """One shelf."""
    return ShelfOut.of(finding.one(request, shelves_of(request), shelf))


@router.edit("/catalogue/shelves/{int:shelf}", ShelfOut, may=P.CATALOGUE)
def edit_shelf(request: Call, shelf: Id, body: ShelfEdit) -> ShelfOut:
    """Name it otherwise, or let it stand elsewhere."""
    row = finding.one(request, shelves_of(request), shelf)
    answers.seen(request, ShelfOut.of(row))
    return ShelfOut.of(life.save_category(row, by=request.auth, **body.given()))


@router.remove("/catalogue/shelves/{int:shelf}", may=P.CATALOGUE)
def take_down_shelf(request: Call, shelf: Id) -> None:
    """Take an empty shelf down."""
    life.remove_category(finding.one(request, shelves_of(request), shelf), by=request.auth)


def shelves_of(request: Call) -> QuerySet[Category, Any]:
    """The shelves that the caller may see."""
    if request.auth.may(P.SEE_CATALOGUE):
        return Category.objects.all()
    return Category.objects.filter(pk__in=queries.categories(request.auth).values("pk"))
