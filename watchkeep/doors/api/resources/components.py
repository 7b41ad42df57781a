"""Where a component is, and through what it comes there."""

from typing import Annotated

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Listing, Named, Paging, Record
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel.pages import keyset

router = Resource("Bills of materials")


class HolderOut(Record):
    """An item that contains a component."""

    id: int
    item: Named
    name: str
    version: str
    purl: str
    way: list[str]
    """From what the item's document names itself down to the component, each with its version."""
    is_direct: bool
    """Nothing brings it along, as far as is told."""

    @classmethod
    def of(cls, held: queries.Holder) -> "HolderOut":
        """Show where a component is."""
        row = held.installation
        same = {name: getattr(row.title, name) for name in ("name", "version", "purl")}
        item, way = Named(id=held.item.pk, name=held.item.name), [str(one) for one in held.way]
        return cls(id=row.pk, item=item, way=way, is_direct=held.is_direct, **same)


class ComponentFilters(BaseModel):
    """Which component."""

    name: Annotated[str, Field(max_length=200, examples=["log4j-core"])] = ""
    """As its package manager has it, with its group or without. Without a name nothing is found."""


@router.list("", HolderOut, may=P.SEE)
def list_holders_of_component(
    request: Call, filters: Query[ComponentFilters], paging: Query[Paging]
) -> Listing[HolderOut]:
    """Which items contain a component, in any version, and through what."""
    rows = queries.holding(request.auth, filters.name)
    page = keyset(rows, order=("id",), cursor=paging.cursor, size=paging.size)
    held = {one.installation.pk: one for one in queries.ways(page.rows)}
    return answers.paged(request, page, lambda row: HolderOut.of(held[row.pk]))
