"""Response plans: what an incident demands, by service or tier and severity. What a plan leaves out is left open."""

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Name, Named, Paging, Record, Ref, Whole, Words, among
from watchkeep.duty.automation.models import Kind, Procedure
from watchkeep.duty.oncall.models import Policy, Schedule
from watchkeep.duty.response import life
from watchkeep.duty.response.models import Plan, PlanRole, Role, Source
from watchkeep.duty.response.permissions import P
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service

router = Resource("Response plans")
SourceName = Annotated[Source, among(Source)]
Level = Annotated[Whole, Field(ge=1, le=4)]
Minutes = Annotated[Whole, Field(ge=0, le=10_080)]
Days = Annotated[Whole, Field(ge=0, le=365)]
Slug = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$", examples=["scribe"])]
_FIELDS = (
    *("name", "description", "tier", "severity", "internal_first_minutes", "internal_every_minutes"),
    *("public_first_minutes", "public_every_minutes", "review_days", "sla_note", "demands"),
)


class PlanRoleOut(Record):
    """How a plan fills a role."""

    role: str
    source: SourceName
    target: Named | None
    """The schedule, person or team, where the source names one."""

    @classmethod
    def of(cls, one: PlanRole) -> "PlanRoleOut":
        """Show a role whose target is loaded."""
        return cls(role=one.role.slug, source=Source(one.source), target=Named.of(one.target))


class PlanOut(Record):
    """What incidents demand. A field that is null or empty is left to broader plans; 0 means that none is wanted."""

    id: int
    name: str
    description: str
    service: Named | None
    tier: int | None
    severity: int | None
    policy: Named | None
    workflow: Named | None
    """Started with the incident."""
    runbook: Named | None
    """Opened with the incident."""
    internal_first_minutes: int | None
    internal_every_minutes: int | None
    public_first_minutes: int | None
    public_every_minutes: int | None
    review_days: int | None
    sla_note: str
    demands: str
    roles: list[PlanRoleOut]

    @classmethod
    def of(cls, plan: Plan) -> "PlanOut":
        """Show a plan with everything that it names loaded."""
        return cls(
            **{name: getattr(plan, name) for name in _FIELDS},
            id=plan.pk,
            service=Named.of(plan.service),
            policy=Named.of(plan.policy),
            workflow=Named.of(plan.workflow),
            runbook=Named.of(plan.runbook),
            roles=[PlanRoleOut.of(one) for one in plan.roles.all()],
        )

    def href(self) -> str:
        """Where the plan is found."""
        return f"/api/v1/plans/{self.id}"


class PlanRoleNew(Change):
    """A role by its short name, and from where it is filled."""

    role: Slug
    source: Literal["responder", "schedule", "person", "team", "asked", "none"]
    target: Ref | None = None
    """The id of the schedule, person or team."""


class PlanNew(Change):
    """A plan to write: for a service or a tier, a severity, or more."""

    name: Name = Field(examples=["Payments, SEV1"])
    description: Words = ""
    service: Ref | None = None
    tier: Level | None = None
    severity: Level | None = None
    policy: Ref | None = None
    workflow: Ref | None = None
    runbook: Ref | None = None
    internal_first_minutes: Minutes | None = None
    internal_every_minutes: Minutes | None = None
    public_first_minutes: Minutes | None = None
    public_every_minutes: Minutes | None = None
    review_days: Days | None = None
    sla_note: Annotated[str, Field(max_length=300)] = ""
    demands: Annotated[str, Field(max_length=2000)] = ""
    roles: list[PlanRoleNew] = Field([], max_length=50)


class PlanEdit(PlanNew):
    """What changes about it, for incidents that open from now on."""

    name: Name = ""


class ResponseRoleOut(Record):
    """Something that somebody is during a response."""

    role: str
    name: str
    duties: str
    position: int

    @classmethod
    def of(cls, role: Role) -> "ResponseRoleOut":
        """Show a role."""
        return cls(role=role.slug, name=role.name, duties=role.duties, position=role.position)


@router.list("/plans", PlanOut, may=P.SEE)
def list_plans(request: Call, paging: Query[Paging]) -> Listing[PlanOut]:
    """Plans, from A to Z."""
    return answers.listed(request, _plans(request), PlanOut.of, paging, order=("name", "id"))


@router.create("/plans", PlanOut, may=P.CONFIGURE)
def create_plan(request: Call, body: PlanNew) -> PlanOut:
    """Write a plan."""
    return get_plan(request, life.create_plan(by=request.auth, **_referred(request, body)).pk)


@router.read("/plans/{int:plan}", PlanOut)
def get_plan(request: Call, plan: Id) -> PlanOut:
    """One plan."""
    return PlanOut.of(_plans(request).get(pk=finding.one(request, _bare(request), plan).pk))


@router.edit("/plans/{int:plan}", PlanOut, may=P.CONFIGURE)
def change_plan(request: Call, plan: Id, body: PlanEdit) -> PlanOut:
    """Change a plan. Responses that run keep their copy."""
    answers.seen(request, get_plan(request, plan))
    row = _plans(request).get(pk=plan)
    stands = {"service": row.service, "tier": row.tier, "severity": row.severity}
    life.change_plan(row, by=request.auth, **stands | _referred(request, body))
    return get_plan(request, plan)


@router.remove("/plans/{int:plan}", may=P.CONFIGURE)
def remove_plan(request: Call, plan: Id) -> None:
    """Take a plan away; broader ones hold in its place."""
    life.remove_plan(finding.one(request, _bare(request), plan), by=request.auth)


@router.list("/response-roles", ResponseRoleOut, may=P.SEE)
def list_response_roles(request: Call, paging: Query[Paging]) -> Listing[ResponseRoleOut]:
    """What somebody can be during a response."""
    return answers.listed(request, Role.objects.all(), ResponseRoleOut.of, paging, order=("position", "name", "id"))


def _bare(request: Call) -> QuerySet[Plan]:
    return Plan.objects.visible_to(request.auth)


def _plans(request: Call) -> QuerySet[Plan]:
    return Plan.objects.visible_to(request.auth).whole()


def _referred(request: Call, body: PlanNew) -> dict[str, Any]:
    given = body.given()
    if "service" in given:
        given["service"] = answers.refer(Service.objects.visible_to(request.auth), given["service"], "service")
    if "policy" in given:
        given["policy"] = answers.refer(Policy.objects.visible_to(request.auth), given["policy"], "policy")
    for name, kind in (("workflow", Kind.WORKFLOW), ("runbook", Kind.RUNBOOK)):
        if name in given:
            rows = Procedure.objects.visible_to(request.auth).offered().filter(kind=kind)
            given[name] = answers.refer(rows, given[name], name)
    if "roles" in given:
        given["roles"] = [_filling(request, one) for one in body.roles]
    return given


def _filling(request: Call, one: PlanRoleNew) -> life.Filling:
    actor = request.auth
    rows: dict[str, QuerySet[Any]] = {
        "person": Person.objects.visible_to(actor).active(),
        "team": Team.objects.visible_to(actor),
        "schedule": Schedule.objects.visible_to(actor),
    }
    if one.target is not None and one.source in rows:
        answers.referred(rows[one.source], one.target, "roles")
    found = Role.objects.filter(slug=one.role).values_list("pk", flat=True).first()
    return life.Filling(found or 0, one.source, one.target)
