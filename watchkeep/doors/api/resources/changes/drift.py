"""Drift: what discovery found changed without a change, and what becomes of it."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.changes.shapes import ChangeReason
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Record, Ref, among
from watchkeep.work.changes import life
from watchkeep.work.changes import models as rows
from watchkeep.work.changes.permissions import P

router = Resource("Drift")
StandingName = Annotated[rows.Settled, among(rows.Settled)]


class DriftDifference(BaseModel):
    """An attribute that became otherwise."""

    attribute: str
    before: Any
    after: Any
    source: str
    at: datetime


class DriftOut(Record):
    """An item is other than it was, and no change said so."""

    id: int
    item: Named
    differences: list[DriftDifference]
    sources: list[str]
    first_seen_at: datetime
    last_seen_at: datetime
    standing: StandingName
    reason: str
    change: str | None
    """The number of the change that it belongs to or became."""
    settled_at: datetime | None

    @classmethod
    def of(cls, row: rows.Drift) -> "DriftOut":
        """Show a finding whose item and change are loaded."""
        told = ("sources", "first_seen_at", "last_seen_at", "standing", "reason", "settled_at")
        return cls(
            id=row.pk, item=Named(id=row.item_id, name=row.item.name),
            differences=[DriftDifference(**one) for one in row.differences],
            change=row.change.number if row.change else None, **{name: getattr(row, name) for name in told},
        )  # fmt: skip

    def href(self) -> str:
        """Where the finding is found."""
        return f"/api/v1/drift/{self.id}"


class DriftFilters(BaseModel):
    """Which findings. Without any all of them."""

    standing: Annotated[str, Field(json_schema_extra={"enum": ["", *rows.Settled.values]}, max_length=10)] = ""


class DriftLink(Change):
    """To which change it belongs."""

    change: Ref
    reason: Annotated[str, Field(max_length=300)] = ""


@router.list("", DriftOut, may=P.SEE)
def list_drift(request: Call, filters: Query[DriftFilters], paging: Query[Paging]) -> Listing[DriftOut]:
    """What was found changed without a change, the newest first."""
    found = _drift(request)
    found = found.filter(standing=filters.standing) if filters.standing else found
    return answers.listed(request, found, DriftOut.of, paging)


@router.read("/{int:drift}", DriftOut)
def get_drift(request: Call, drift: Id) -> DriftOut:
    """One finding."""
    return DriftOut.of(finding.one(request, _drift(request), drift))


@router.verb("/{int:drift}/justify", DriftOut, may=P.DRIFT)
def justify_drift(request: Call, drift: Id, body: ChangeReason) -> DriftOut:
    """It is all right so, for a reason."""
    row = finding.one(request, _drift(request), drift)
    life.justify(row, by=request.auth, reason=body.reason)
    return DriftOut.of(row)


@router.verb("/{int:drift}/link", DriftOut, may=P.DRIFT)
def link_drift(request: Call, drift: Id, body: DriftLink) -> DriftOut:
    """It was done by a change that is on record."""
    row = finding.one(request, _drift(request), drift)
    change = answers.refer(rows.Change.objects.visible_to(request.auth), body.change, "change")
    if change is not None:
        life.link_drift(row, by=request.auth, change=change, reason=body.reason)
    return DriftOut.of(row)


@router.verb("/{int:drift}/raise", DriftOut, may=P.DRIFT)
def raise_drift(request: Call, drift: Id, body: ChangeReason) -> DriftOut:
    """It was a change: an emergency on record after the fact, which others have to agree to."""
    row = finding.one(request, _drift(request), drift)
    life.raise_drift(row, by=request.auth, reason=body.reason)
    return DriftOut.of(row)


def _drift(request: Call) -> QuerySet[rows.Drift]:
    return rows.Drift.objects.visible_to(request.auth).select_related("item", "change__ticket")
