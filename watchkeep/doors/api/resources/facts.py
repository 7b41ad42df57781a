"""Facts: everything that ever happened, in order. The feed that auditors and data warehouses follow."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Moment, Record
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import facts
from watchkeep.kernel.models import FactRow

router = Resource("Facts")
_ASKED = {"since": "at__gte", "until": "at__lt"}


class FactOut(Record):
    """One thing that happened. It never changes."""

    id: int
    at: datetime
    kind: str
    """Such as `incident.resolved`."""
    stream: str
    """What sort of thing it is about, such as `ticket`."""
    record: int
    """The id of what it is about, in its stream."""
    by: str
    """Who did it: `person:12`, `token:4`, `integration:3`, `clock`."""
    data: dict[str, Any]
    """What else was told, by kind."""

    @classmethod
    def of(cls, row: FactRow) -> "FactOut":
        """Show a fact."""
        return cls(id=row.pk, at=row.at, kind=row.kind, stream=row.stream, record=row.record, by=row.by, data=row.data)


class FactFeed(Record):
    """Facts in the order in which they were told."""

    items: list[FactOut]
    after: int
    """Ask for what came `after` this next time."""


class FactFilters(BaseModel):
    """Which facts."""

    after: int = Field(0, ge=0, le=2**63 - 1, description="The last fact that you have.")
    kind: Annotated[str, Field(max_length=64)] | None = Field(None, examples=["incident.resolved"])
    stream: Annotated[str, Field(max_length=32)] | None = None
    record: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    by: Annotated[str, Field(max_length=64)] | None = Field(None, description="Who did it.", examples=["person:12"])
    since: Moment | None = Field(None, description="Told at this moment or later.")
    until: Moment | None = Field(None, description="Told before this moment.")
    size: int = Field(500, ge=1, le=1000)


@router.read("", FactFeed, may=P.AUDIT)
def list_facts(request: Call, filters: Query[FactFilters]) -> FactFeed:  # noqa: ARG001  # Ninja gives it
    """What was told after a fact, none left out: one that is still being written holds back those behind it."""
    given = filters.model_dump(exclude={"after", "size"}, exclude_none=True)
    wanted = {_ASKED.get(name, name): value for name, value in given.items()}
    rows = list(facts.settled(filters.after).filter(**wanted)[: filters.size])
    return FactFeed(items=[FactOut.of(row) for row in rows], after=rows[-1].pk if rows else filters.after)
