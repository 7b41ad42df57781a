"""Policies of upkeep: which warranties and contracts become preventive tasks by themselves."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.preventive_tasks import Detail, Rule
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref, Whole, among
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.people.models import Person, Team
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import Makes, Origin, UpkeepPolicy
from watchkeep.insight.reviews.permissions import P
from watchkeep.work.changes.models import ChangeModel

router = Resource("Preventive tasks")
OriginName = Annotated[Origin, among(Origin)]
Called = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
What = Annotated[str, Field(min_length=1, max_length=150, pattern=r"\S", examples=["Order a successor"])]
SHOWN = ("name", "title", "detail", "rule", "contract_kind", "makes", "lead_days", "is_active", "refusal")


class UpkeepPolicyOut(Record):
    """What becomes a preventive task by itself."""

    id: int
    name: str
    comes_from: OriginName
    item_class: Named | None
    """Of items of this class and below; null is all."""
    contract_kind: str
    """Of contracts of this kind; empty is all."""
    title: str
    detail: str
    owner: Named
    team: Named | None
    rule: str
    """How often a contract asks for it; a warranty ends once."""
    makes: str
    change_model: Named | None
    lead_days: int
    """So many days before the end of a warranty there is a task, and before its day work is made of it."""
    is_active: bool
    refusal: str
    """What stood in its way when it was looked at last."""

    @classmethod
    def of(cls, row: UpkeepPolicy) -> "UpkeepPolicyOut":
        """Show a policy whose ties are loaded."""
        kept: dict[str, Any] = {name: getattr(row, name) for name in SHOWN}
        return cls(
            id=row.pk, comes_from=Origin(row.origin), item_class=Named.of(row.cls), change_model=Named.of(row.model),
            owner=Named(id=row.owner_id, name=row.owner.name), team=Named.of(row.team), **kept,
        )  # fmt: skip

    def href(self) -> str:
        """Where the policy is found."""
        return f"/api/v1/upkeep-policies/{self.id}"


class UpkeepKnown(Change):
    """What may be said of a policy. What is left out stays."""

    item_class: Ref | None = None
    contract_kind: Annotated[str, Field(max_length=16)] = ""
    detail: Detail = ""
    team: Ref | None = None
    rule: Rule = "FREQ=YEARLY"
    makes: Annotated[Makes, among(Makes)] = Makes.NOTHING
    change_model: Ref | None = None
    lead_days: Annotated[Whole, Field(ge=1, le=365)] = 30
    is_active: Flag = True


class UpkeepNew(UpkeepKnown):
    """What becomes a preventive task by itself from now on."""

    name: Called
    comes_from: OriginName = Origin.WARRANTY
    title: What
    owner: Ref


class UpkeepEdit(UpkeepKnown):
    """What changes about a policy. What it planned stays."""

    name: Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")] = ""
    title: Annotated[str, Field(min_length=1, max_length=150, pattern=r"\S")] = ""
    owner: Ref | None = None


@router.list("", UpkeepPolicyOut, may=P.SEE_ACTIONS)
def list_upkeep_policies(request: Call, paging: Query[Paging]) -> Listing[UpkeepPolicyOut]:
    """All of them, by name."""
    return answers.listed(request, _policies(request), UpkeepPolicyOut.of, paging, order=("name", "id"))


@router.create("", UpkeepPolicyOut, may=P.MANAGE_ACTIONS)
def add_upkeep_policy(request: Call, body: UpkeepNew) -> UpkeepPolicyOut:
    """Say what becomes a task by itself; what fits is planned within a minute."""
    row = UpkeepPolicy()
    life.save_policy(row, by=request.auth, **_said(request, body))
    return _shown(request, row)


@router.read("/{int:upkeep_policy}", UpkeepPolicyOut)
def get_upkeep_policy(request: Call, upkeep_policy: Id) -> UpkeepPolicyOut:
    """One policy."""
    return UpkeepPolicyOut.of(finding.one(request, _policies(request), upkeep_policy))


@router.edit("/{int:upkeep_policy}", UpkeepPolicyOut, may=P.MANAGE_ACTIONS)
def edit_upkeep_policy(request: Call, upkeep_policy: Id, body: UpkeepEdit) -> UpkeepPolicyOut:
    """Say it otherwise, or switch it off."""
    row = finding.one(request, _policies(request), upkeep_policy)
    answers.seen(request, UpkeepPolicyOut.of(row))
    life.save_policy(row, by=request.auth, **_said(request, body))
    return _shown(request, row)


def _policies(request: Call) -> QuerySet[UpkeepPolicy]:
    return UpkeepPolicy.objects.visible_to(request.auth).select_related("cls", "owner", "team", "model")


def _shown(request: Call, row: UpkeepPolicy) -> UpkeepPolicyOut:
    return UpkeepPolicyOut.of(_policies(request).get(pk=row.pk))


def _said(request: Call, body: UpkeepKnown) -> dict[str, Any]:
    names = {"item_class": "cls", "comes_from": "origin", "change_model": "model"}
    sets: dict[str, QuerySet[Any]] = {
        "owner": Person.objects.visible_to(request.auth), "team": Team.objects.visible_to(request.auth),
        "item_class": ItemClass.objects.all(), "change_model": ChangeModel.objects.visible_to(request.auth),
    }  # fmt: skip
    return {
        names.get(name, name): answers.refer(sets[name], getattr(body, name), name) if name in sets else value
        for name, value in body.given().items()
    }
