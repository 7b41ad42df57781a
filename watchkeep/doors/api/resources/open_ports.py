"""What answers at the ports of items, as network scans heard it."""

from datetime import datetime

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.items import PortName
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging, Record
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import OpenPort

router = Resource("Items")
ports = Resource("Items")


class OpenPortOut(Record):
    """Something answers at a port of an item. Another version of it is another row."""

    id: int
    item: Named
    port: int
    protocol: str
    name: str
    """The service, as it is registered or told apart."""
    product: str
    version: str
    is_tls: bool
    since: datetime
    until: datetime | None
    """Null while it answers."""
    source: Named

    @classmethod
    def of(cls, row: OpenPort) -> "OpenPortOut":
        """Show a row whose item and source are loaded."""
        same = {name: getattr(row, name) for name in _SAME}
        home = row.item.merged_into or row.item
        source = Named(id=row.source.pk, name=row.source.name)
        return cls(item=Named(id=home.pk, name=home.name), source=source, **same)


_SAME = ("id", "port", "protocol", "name", "product", "version", "is_tls", "since", "until")


class OpenPortFilters(BaseModel):
    """Which ports."""

    port: PortName | None = None
    """A number, with a protocol if only that is meant."""


class ItemPortFilters(BaseModel):
    """Which ports of an item."""

    is_open: bool | None = None
    """True: those at which something answers now. False: those that are over. Without it: all."""


@ports.list("", OpenPortOut, may=P.SEE)
def list_open_ports(request: Call, filters: Query[OpenPortFilters], paging: Query[Paging]) -> Listing[OpenPortOut]:
    """What answers now on items that you may see, by port."""
    rows = queries.open_ports(request.auth, filters.port)
    return answers.listed(request, _loaded(rows), OpenPortOut.of, paging, order=("port", "protocol", "item_id", "id"))


@router.list("/{int:item}/open-ports", OpenPortOut)
def list_item_open_ports(
    request: Call, item: Id, filters: Query[ItemPortFilters], paging: Query[Paging]
) -> Listing[OpenPortOut]:
    """What answers at an item and what did, the newest first."""
    one = finding.one(request, Item.objects.visible_to(request.auth), item)
    rows = queries.answered_on(one.pk)
    if filters.is_open is not None:
        rows = rows.filter(until__isnull=filters.is_open)
    return answers.listed(request, _loaded(rows), OpenPortOut.of, paging, order=("-since", "-id"))


def _loaded(rows: QuerySet[OpenPort]) -> QuerySet[OpenPort]:
    return rows.select_related("item__merged_into", "source")
