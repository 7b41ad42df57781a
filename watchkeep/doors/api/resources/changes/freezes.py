"""Freezes: times in which nothing may be changed; and what stands against a change."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Moment, Named, Paging, Record, Ref
from watchkeep.estate.people.models import Organisation, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change as ChangeRow
from watchkeep.work.changes.models import ChangeModel, Freeze
from watchkeep.work.changes.permissions import P

router = Resource("Changes")
of_changes = Resource("Changes")
Title = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["Christmas"])]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S", examples=["Nobody is there to mend it"])]
Kinds = Annotated[list[Literal["normal", "standard", "emergency"]], Field(max_length=3)]
Refs = Annotated[list[Ref], Field(max_length=500)]


WHERE = {"services", "teams", "organisation"}
"""What narrows a freeze; with none of them it holds everywhere."""


class FreezeOut(Record):
    """A time in which nothing may be changed: everywhere, on services, by teams or for an organisation."""

    id: int
    name: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    is_everywhere: bool
    services: list[Named]
    teams: list[Named]
    organisation: Named | None
    kinds: list[str]
    """Kinds of change that may pass."""
    models: list[Named]
    """Models of change that may pass."""
    changes: list[int]
    """Single changes that somebody let through."""
    lifted_at: datetime | None

    @classmethod
    def of(cls, row: Freeze) -> "FreezeOut":
        """Show a freeze whose ties are loaded."""
        told = ("name", "reason", "starts_at", "ends_at", "is_everywhere", "kinds", "lifted_at")
        return cls(
            id=row.pk, services=[Named(id=one.pk, name=one.name) for one in row.services.all()],
            teams=[Named(id=one.pk, name=one.name) for one in row.teams.all()],
            models=[Named(id=one.pk, name=one.name) for one in row.templates.all()],
            organisation=Named.of(row.organisation), changes=[one.change_id for one in row.exceptions.all()],
            **{name: getattr(row, name) for name in told},
        )  # fmt: skip

    def href(self) -> str:
        """Where the freeze is found."""
        return f"/api/v1/change-freezes/{self.id}"


class FreezeFilters(BaseModel):
    """Which freezes."""

    ahead: bool | None = Field(None, description="Those in force or still to come.")


class FreezeNew(Change):
    """When nothing may be changed, where, and why."""

    name: Title
    reason: Reason
    starts_at: Moment
    ends_at: Moment
    is_everywhere: Flag = False
    """Left out, it is so where neither services nor teams nor an organisation are named."""
    services: Refs = []
    teams: Refs = []
    organisation: Ref | None = None
    kinds: Kinds = []
    models: Refs = []


class FreezeEdit(Change):
    """What changes about a freeze. What is left out stays."""

    name: Title = ""
    reason: Reason = ""
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    is_everywhere: Flag = False
    services: Refs = []
    teams: Refs = []
    organisation: Ref | None = None
    kinds: Kinds = []
    models: Refs = []


class PassNew(Change):
    """Which change may pass, and why."""

    change: Ref
    reason: Reason


class ConflictOut(Record):
    """One thing that stands against a change, from when to when."""

    kind: str
    severity: Literal["stops", "warns"]
    words: str
    starts_at: datetime
    ends_at: datetime
    record: int | None
    number: str


class ConflictsOut(Record):
    """What stands against a change at its time, and the next time at which nothing would."""

    conflicts: list[ConflictOut]
    next_free: datetime | None


@router.list("", FreezeOut, may=P.SEE)
def list_freezes(request: Call, filters: Query[FreezeFilters], paging: Query[Paging]) -> Listing[FreezeOut]:
    """Freezes, the latest first."""
    rows = _freezes(request)
    if filters.ahead is not None:
        ahead = Freeze.objects.ahead(clock.now()).values("pk")
        rows = rows.filter(pk__in=ahead) if filters.ahead else rows.exclude(pk__in=ahead)
    return answers.listed(request, rows, FreezeOut.of, paging, order=("-starts_at", "-id"))


@router.create("", FreezeOut, may=P.MANAGE)
def declare_freeze(request: Call, body: FreezeNew) -> FreezeOut:
    """Declare a freeze. What is planned in it is stopped before it is scheduled and before it begins."""
    given = _known(request, body)
    given.setdefault("is_everywhere", not WHERE & given.keys())
    return _shown(request, life.declare_freeze(by=request.auth, **given))


@router.read("/{int:freeze}", FreezeOut)
def get_freeze(request: Call, freeze: Id) -> FreezeOut:
    """One freeze."""
    return FreezeOut.of(finding.one(request, _freezes(request), freeze))


@router.edit("/{int:freeze}", FreezeOut, may=P.MANAGE)
def change_freeze(request: Call, freeze: Id, body: FreezeEdit) -> FreezeOut:
    """Change when it holds, where, why or what passes. What is over stays as it was."""
    row = finding.one(request, _freezes(request), freeze)
    answers.seen(request, FreezeOut.of(row))
    life.change_freeze(row, by=request.auth, **_known(request, body))
    return _shown(request, row)


@router.verb("/{int:freeze}/lift", FreezeOut, may=P.MANAGE)
def lift_freeze(request: Call, freeze: Id) -> FreezeOut:
    """Let it hold no longer."""
    row = finding.one(request, _freezes(request), freeze)
    life.lift_freeze(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:freeze}/let-through", FreezeOut, may=P.MANAGE)
def let_through_freeze(request: Call, freeze: Id, body: PassNew) -> FreezeOut:
    """Let one change through. Nobody lets through what they asked for, own or carry out."""
    row = finding.one(request, _freezes(request), freeze)
    change = answers.referred(ChangeRow.objects.visible_to(request.auth), body.change, "change")
    life.let_through(row, change, by=request.auth, reason=body.reason)
    return _shown(request, row)


@of_changes.read("/{int:change}/conflicts", ConflictsOut)
def get_change_conflicts(request: Call, change: Id) -> ConflictsOut:
    """What stands against a change at its time, what stops it first, and the next time at which nothing would."""
    row = finding.one(request, ChangeRow.objects.visible_to(request.auth), change)
    plan = queries.plan_of_change(row)
    found = queries.conflicts_in(plan)
    shown = [ConflictOut(**{name: getattr(one, name) for name in ConflictOut.model_fields}) for one in found]
    following = None
    if found and plan.starts_at and plan.ends_at:
        after = max(plan.starts_at, clock.now())
        following = queries.next_free_slot(plan, after=after, length=plan.ends_at - plan.starts_at)
    return ConflictsOut(conflicts=shown, next_free=following)


def _freezes(request: Call) -> QuerySet[Freeze]:
    rows = Freeze.objects.visible_to(request.auth).select_related("organisation")
    return rows.prefetch_related("services", "teams", "templates", "exceptions")


def _shown(request: Call, row: Freeze) -> FreezeOut:
    return FreezeOut.of(_freezes(request).get(pk=row.pk))


def _known(request: Call, body: FreezeNew | FreezeEdit) -> dict[str, Any]:
    given = body.given()
    rows: dict[str, Any] = {
        "services": Service.objects.visible_to(request.auth), "teams": Team.objects.all(),
        "models": ChangeModel.objects.visible_to(request.auth),
    }  # fmt: skip
    for name in rows.keys() & given.keys():
        given[name] = [answers.referred(rows[name], pk, name) for pk in dict.fromkeys(given[name])]
    if "models" in given:
        given["templates"] = given.pop("models")
    if "organisation" in given:
        given["organisation"] = answers.refer(Organisation.objects.all(), given["organisation"], "organisation")
    return given
