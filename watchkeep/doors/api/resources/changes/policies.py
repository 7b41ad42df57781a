"""Policies of approval: which changes need whose agreement, with a preview on what is open."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Whole
from watchkeep.estate.services.models import Service
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import ApprovalPolicy
from watchkeep.work.changes.models import Change as ChangeRow
from watchkeep.work.changes.permissions import P

router = Resource("Changes")
of_changes = Resource("Changes")
Title = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S", examples=["Payments, high risk"])]
Kinds = Annotated[list[Literal["normal", "emergency"]], Field(max_length=2)]
Bands = Annotated[list[Literal["low", "medium", "high"]], Field(max_length=3)]
Tiers = Annotated[list[Annotated[Whole, Field(ge=1, le=4)]], Field(max_length=4)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Hours = Annotated[Whole, Field(ge=1, le=720)]
Somebody = Literal[
    "manager", "second_manager", "person", "team", "leads", "service_leads", "item_owners", "peers", "board"
]  # fmt: skip


class StageApprover(Change):
    """Somebody who is asked: found by their place, or named by the `id` of a person, team or board."""

    who: Somebody
    id: Annotated[Whole, Field(ge=1, lt=2**63)] | None = None


class PolicyStage(Change):
    """One stage: who is asked, and how many of them must agree."""

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S", examples=["Owners"])]
    approvers: Annotated[
        list[StageApprover], Field(min_length=1, max_length=20, examples=[[{"who": "service_leads"}]])
    ]  # fmt: skip
    need: Literal["any", "all", "quorum"] = "any"
    quorum: Annotated[Whole, Field(ge=1, le=1000)] = 2
    remind_hours: Annotated[Whole, Field(ge=0, le=1440)] = 24
    expire_days: Annotated[Whole, Field(ge=1, le=60)] = 7


class ChangePolicyOut(Record):
    """The first policy that fits decides who is asked, unless it goes on. Empty lists fit every change."""

    id: int
    position: int
    name: str
    note: str
    kinds: list[str]
    bands: list[str]
    tiers: list[int]
    services: list[Named]
    cost_from: Decimal | None
    cost_below: Decimal | None
    stages: list[dict[str, Any]]
    goes_on: bool
    regularise_hours: int
    """How long an emergency may stay without approval."""
    is_active: bool

    @classmethod
    def of(cls, row: ApprovalPolicy) -> "ChangePolicyOut":
        """Show a policy whose services are loaded."""
        told = cls.model_fields.keys() - {"id", "services"}
        services = [Named(id=one.pk, name=one.name) for one in row.services.all()]
        return cls(id=row.pk, services=services, **{name: getattr(row, name) for name in told})

    def href(self) -> str:
        """Where the policy is found."""
        return f"/api/v1/change-policies/{self.id}"


class ChangePolicyNew(Change):
    """A policy, asked after all others."""

    name: Title
    note: Annotated[str, Field(max_length=500)] = ""
    kinds: Kinds = []
    bands: Bands = []
    tiers: Tiers = []
    of_services: Annotated[list[Id], Field(max_length=200)] = []
    cost_from: Money | None = None
    cost_below: Money | None = None
    stages: Annotated[list[PolicyStage], Field(max_length=8)] = []
    goes_on: Flag = False
    regularise_hours: Hours = 72
    is_active: Flag = True


class ChangePolicyEdit(ChangePolicyNew):
    """What changes about a policy. What is left out stays."""

    name: Title = ""


class PolicyWay(Change):
    """Which way to move it."""

    up: Flag


class ForeseenStage(Record):
    """One stage, and who would be asked in it."""

    name: str
    need: str
    people: list[Named]


class ForeseenOut(Record):
    """Who would be asked for a change now, by which policies; without a policy it is whoever owns what it touches."""

    policies: list[str]
    stages: list[ForeseenStage]


@router.list("", ChangePolicyOut)
def list_change_policies(request: Call, paging: Query[Paging]) -> Listing[ChangePolicyOut]:
    """Policies of approval, in the order in which they are asked."""
    return answers.listed(request, _policies(request), ChangePolicyOut.of, paging, order=("position", "id"))


@router.create("", ChangePolicyOut, may=P.MANAGE)
def add_change_policy(request: Call, body: ChangePolicyNew) -> ChangePolicyOut:
    """Add a policy at the end."""
    return _shown(request, life.add_policy(by=request.auth, **_known(request, body)))


@router.read("/{int:change_policy}", ChangePolicyOut)
def get_change_policy(request: Call, change_policy: Id) -> ChangePolicyOut:
    """One policy."""
    return ChangePolicyOut.of(finding.one(request, _policies(request), change_policy))


@router.edit("/{int:change_policy}", ChangePolicyOut, may=P.MANAGE)
def edit_change_policy(request: Call, change_policy: Id, body: ChangePolicyEdit) -> ChangePolicyOut:
    """Edit a policy. Whoever was asked before was asked by what it said then."""
    row = finding.one(request, _policies(request), change_policy)
    answers.seen(request, ChangePolicyOut.of(row))
    life.edit_policy(row, by=request.auth, **_known(request, body))
    return _shown(request, row)


@router.verb("/{int:change_policy}/move", ChangePolicyOut, may=P.MANAGE)
def move_change_policy(request: Call, change_policy: Id, body: PolicyWay) -> ChangePolicyOut:
    """Let a policy be asked one place earlier, or later."""
    row = finding.one(request, _policies(request), change_policy)
    life.move_policy(row, by=request.auth, up=body.up)
    return _shown(request, row)


@router.remove("/{int:change_policy}", may=P.MANAGE)
def remove_change_policy(request: Call, change_policy: Id) -> None:
    """Remove a policy; whoever it has asked stays asked."""
    life.remove_policy(finding.one(request, _policies(request), change_policy), by=request.auth)


@of_changes.read("/{int:change}/approvers", ForeseenOut)
def foresee_change_approvers(request: Call, change: Id) -> ForeseenOut:
    """Who would be asked for this change if it were asked now."""
    row = finding.one(request, ChangeRow.objects.visible_to(request.auth), change)
    verdict, stages = queries.preview_of(row)
    shown = [
        ForeseenStage(
            name=stage.name, need=stage.need, people=[Named(id=one.person.pk, name=one.person.name) for one in people]
        )
        for stage, people in stages
    ]  # fmt: skip
    return ForeseenOut(policies=[one.name for one in verdict.policies], stages=shown)


def _policies(request: Call) -> QuerySet[ApprovalPolicy]:
    return ApprovalPolicy.objects.visible_to(request.auth).prefetch_related("services")


def _shown(request: Call, row: ApprovalPolicy) -> ChangePolicyOut:
    return ChangePolicyOut.of(_policies(request).get(pk=row.pk))


def _known(request: Call, body: ChangePolicyNew) -> dict[str, Any]:
    given = body.given()
    if "of_services" in given:
        rows = Service.objects.visible_to(request.auth)
        given["services"] = [answers.referred(rows, pk, "of_services") for pk in given.pop("of_services")]
    if "stages" in given:
        given["stages"] = [one.model_dump() for one in body.stages]
    return given
