"""Holdings: what people have of the catalogue, and giving it back."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import Q
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.verbs import Perhaps
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging, Record
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Holding

router = Resource("Holdings")


class HoldingOut(Record):
    """What somebody has, or had, of an item."""

    id: int
    person: Named
    item: Named
    request: str
    """The number of the request by which they got it."""
    quantity: int
    reserved_at: datetime
    """When it was set aside for them."""
    since: datetime | None
    """When they got it; null while it is on its way."""
    ended_at: datetime | None
    end_reason: str

    @classmethod
    def of(cls, row: Holding) -> "HoldingOut":
        """Show a holding whose person, item and ticket are loaded."""
        return cls(
            id=row.pk,
            person=Named(id=row.person_id, name=row.person.name),
            item=Named(id=row.item_id, name=row.item.name),
            request=row.request.number,
            **{name: getattr(row, name) for name in ("quantity", "reserved_at", "since", "ended_at", "end_reason")},
        )

    def href(self) -> str:
        """Where the holding is found."""
        return f"/api/v1/holdings/{self.id}"


class HoldingFilters(BaseModel):
    """Which holdings."""

    person: finding.Whom | None = None
    item: Id | None = Field(None, description="The id of an item of the catalogue.")
    state: Literal["had", "reserved", "ended"] = "had"


_STATES: dict[str, dict[str, Any]] = {
    "had": {"ended_at": None, "since__isnull": False},
    "reserved": {"ended_at": None, "since": None},
    "ended": {"ended_at__isnull": False},
}


@router.list("/holdings", HoldingOut)
def list_holdings(request: Call, filters: Query[HoldingFilters], paging: Query[Paging]) -> Listing[HoldingOut]:
    """What you have, the newest first; with `catalogue.see` what anybody has."""
    asked = Q(**_STATES[filters.state])
    if filters.person:
        asked &= Q(person=finding.meant(request, filters.person))
    if filters.item:
        asked &= Q(item=filters.item)
    return answers.listed(request, _holdings(request).filter(asked), HoldingOut.of, paging)


@router.read("/holdings/{int:holding}", HoldingOut)
def get_holding(request: Call, holding: Id) -> HoldingOut:
    """One of them."""
    return HoldingOut.of(finding.one(request, _holdings(request), holding))


@router.verb("/holdings/{int:holding}/give-back", HoldingOut)
def give_back(request: Call, holding: Id, body: Perhaps) -> HoldingOut:
    """Hold it no longer: it is free for others. Your own, or (with `request.work`) anybody's."""
    life.give_back(finding.one(request, _holdings(request), holding), by=request.auth, reason=body.reason)
    return get_holding(request, holding)


def _holdings(request: Call) -> Any:
    return Holding.objects.visible_to(request.auth).select_related("person", "item", "request__ticket")
