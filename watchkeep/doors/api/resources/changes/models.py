"""Models of changes: what the next one of its sort begins with, and how the last ones went."""

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.changes.shapes import (
    ChangeReason,
    Minutes,
    Plan,
    PlannedStep,
    Prose,
)
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Record, Ref, Whole
from watchkeep.estate.people.models import Team
from watchkeep.work.changes import life
from watchkeep.work.changes.models import ChangeModel
from watchkeep.work.changes.permissions import P

router = Resource("Changes")
ModelName = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]


class ChangeModelOut(Record):
    """What the next change of a sort begins with, and how the last ones went."""

    id: int
    name: str
    slug: str
    description: str
    standing: Literal["template", "standard", "demoted"]
    team: Named | None
    title: str
    purpose: str
    plan: list[PlannedStep]
    test_plan: str
    back_out_plan: str
    communication: str
    length_minutes: int
    outage_minutes: int
    promote_at: int
    demote_under: int
    window_runs: int
    runs: int
    good: int
    is_active: bool

    @classmethod
    def of(cls, row: ChangeModel) -> "ChangeModelOut":
        """Show a model whose team is loaded."""
        told = cls.model_fields.keys() - {"id", "team", "plan"}
        return cls(
            id=row.pk, team=Named.of(row.team), plan=[PlannedStep(**one) for one in row.plan],
            **{name: getattr(row, name) for name in told},
        )  # fmt: skip

    def href(self) -> str:
        """Where the model is found."""
        return f"/api/v1/change-models/{self.id}"


class ChangeModelKnown(Change):
    """What is known of a model. What is left out stays."""

    description: Prose = ""
    team: Ref | None = None
    change_title: Annotated[str, Field(max_length=200)] = ""
    purpose: Prose = ""
    plan: Plan = []
    test_plan: Prose = ""
    back_out_plan: Prose = ""
    communication: Prose = ""
    length_minutes: Annotated[Whole, Field(ge=1, le=43_200)] = 60
    outage_minutes: Minutes = 0
    promote_at: Annotated[Whole, Field(ge=1, le=500)] = 10
    demote_under: Annotated[Whole, Field(ge=1, le=100)] = 90
    window_runs: Annotated[Whole, Field(ge=1, le=500)] = 20


class ChangeModelNew(ChangeModelKnown):
    """A model to make."""

    name: ModelName


class ChangeModelEdit(ChangeModelKnown):
    """What changes about a model. A standard one with another plan is looked at again."""

    name: ModelName = ""


@router.list("", ChangeModelOut)
def list_change_models(request: Call, paging: Query[Paging]) -> Listing[ChangeModelOut]:
    """Models of changes, by name."""
    return answers.listed(request, _models(request), ChangeModelOut.of, paging, order=("name", "id"))


@router.create("", ChangeModelOut, may=P.MANAGE)
def add_change_model(request: Call, body: ChangeModelNew) -> ChangeModelOut:
    """Make a model."""
    return ChangeModelOut.of(life.add_model(by=request.auth, **_known(body)))


@router.read("/{int:change_model}", ChangeModelOut)
def get_change_model(request: Call, change_model: Id) -> ChangeModelOut:
    """One model."""
    return ChangeModelOut.of(finding.one(request, _models(request), change_model))


@router.edit("/{int:change_model}", ChangeModelOut, may=P.MANAGE)
def edit_change_model(request: Call, change_model: Id, body: ChangeModelEdit) -> ChangeModelOut:
    """Edit a model. A standard one with another plan is looked at again."""
    row = finding.one(request, ChangeModel.objects.visible_to(request.auth), change_model)
    answers.seen(request, ChangeModelOut.of(row))
    life.edit_model(row, by=request.auth, **_known(body))
    return ChangeModelOut.of(_models(request).get(pk=row.pk))


@router.verb("/{int:change_model}/promote", ChangeModelOut, may=P.MANAGE)
def promote_change_model(request: Call, change_model: Id) -> ChangeModelOut:
    """Approve its changes beforehand, once enough of them went well."""
    row = finding.one(request, _models(request), change_model)
    life.promote(row, by=request.auth)
    return ChangeModelOut.of(_models(request).get(pk=row.pk))


@router.verb("/{int:change_model}/demote", ChangeModelOut, may=P.MANAGE)
def demote_change_model(request: Call, change_model: Id, body: ChangeReason) -> ChangeModelOut:
    """Look at each of its changes again."""
    row = finding.one(request, _models(request), change_model)
    life.demote(row, by=request.auth, reason=body.reason)
    return ChangeModelOut.of(_models(request).get(pk=row.pk))


def _models(request: Call) -> QuerySet[ChangeModel]:
    return ChangeModel.objects.visible_to(request.auth).select_related("team")


def _known(body: ChangeModelKnown) -> dict[str, Any]:
    given = body.given()
    if "team" in given:
        given["team"] = answers.refer(Team.objects.all(), body.team, "team")
    if "change_title" in given:
        given["title"] = given.pop("change_title")
    if "plan" in given:
        given["plan"] = [one.model_dump() for one in body.plan]
    return given
