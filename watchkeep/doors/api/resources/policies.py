"""Escalation policies: whom to page, in which order, and the services that each answers for."""

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Name, Named, Paging, Record, Ref, Whole, Words
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Policy, PolicyStep, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service

router = Resource("Escalation policies")
Wait = Annotated[float, Field(ge=0.25, le=1440, strict=True)]


class StepTargetOut(Record):
    """Whom a step pages."""

    kind: str
    id: int
    name: str


class StepOut(Record):
    """One step: these are paged, and so long they have to answer."""

    targets: list[StepTargetOut]
    wait_minutes: float
    severity: int | None
    """Only from this severity up."""
    hours: Named | None
    outside: bool
    """Outside of those hours, rather than in them."""

    @classmethod
    def of(cls, step: PolicyStep) -> "StepOut":
        """Show a step whose targets are loaded."""
        return cls(
            targets=[StepTargetOut(kind=one.kind, id=one.who.pk, name=str(one.who)) for one in step.targets.all()],
            wait_minutes=step.wait_minutes,
            severity=step.severity,
            hours=Named.of(step.hours),
            outside=step.outside,
        )


class PolicyOut(Record):
    """Whom to page for a fault, step by step, until somebody answers."""

    id: int
    name: str
    description: str
    repeat: int
    """How many more times it begins again."""
    is_default: bool
    """For services without a policy of their own."""
    steps: list[StepOut]
    services: list[Named]

    @classmethod
    def of(cls, policy: Policy) -> "PolicyOut":
        """Show a policy with its steps and services loaded."""
        return cls(
            id=policy.pk,
            name=policy.name,
            description=policy.description,
            repeat=policy.repeat,
            is_default=policy.is_default,
            steps=[StepOut.of(step) for step in policy.steps.all()],
            services=[Named(id=one.service_id, name=one.service.name) for one in policy.service_policies.all()],
        )

    def href(self) -> str:
        """Where the policy is found."""
        return f"/api/v1/policies/{self.id}"


class StepTargetNew(Change):
    """A person, a team, or whoever is on duty in a schedule."""

    kind: Literal["person", "team", "schedule"]
    id: Ref


class StepNew(Change):
    """Whom to page, and how long to wait for an answer."""

    targets: list[StepTargetNew] = Field(min_length=1, max_length=50)
    wait_minutes: Wait = 5.0
    severity: Annotated[Whole, Field(ge=1, le=4)] | None = None
    hours: Ref | None = None
    outside: Flag = False


class PolicyNew(Change):
    """A policy to write down."""

    name: Name = Field(examples=["Shop"])
    steps: list[StepNew] = Field(min_length=1, max_length=20)
    repeat: Annotated[Whole, Field(ge=0, le=9)] = 1
    description: Words = ""
    is_default: Flag = False


class PolicyEdit(Change):
    """What changes about it. Escalations that run keep the one they started with."""

    name: Name = ""
    steps: list[StepNew] = Field([], min_length=1, max_length=20)
    repeat: Annotated[Whole, Field(ge=0, le=9)] = 1
    description: Words = ""
    is_default: Flag = False


class OneService(Change):
    """The service to answer for."""

    service: Ref


@router.list("", PolicyOut, may=P.SEE)
def list_policies(request: Call, paging: Query[Paging]) -> Listing[PolicyOut]:
    """Policies, from A to Z."""
    return answers.listed(request, _policies(request), PolicyOut.of, paging, order=("name", "id"))


@router.create("", PolicyOut, may=P.MANAGE)
def create_policy(request: Call, body: PolicyNew) -> PolicyOut:
    """Write a policy down."""
    policy = life.create_policy(by=request.auth, **body.given() | {"steps": _steps(request, body.steps)})
    return get_policy(request, policy.pk)


@router.read("/{int:policy}", PolicyOut)
def get_policy(request: Call, policy: Id) -> PolicyOut:
    """One policy."""
    return PolicyOut.of(_policies(request).get(pk=finding.one(request, _bare(request), policy).pk))


@router.edit("/{int:policy}", PolicyOut, may=P.MANAGE)
def change_policy(request: Call, policy: Id, body: PolicyEdit) -> PolicyOut:
    """Change a policy."""
    answers.seen(request, get_policy(request, policy))
    row = _policies(request).get(pk=policy)
    stands: dict[str, Any] = {name: getattr(row, name) for name in ("name", "repeat", "description", "is_default")}
    steps = _steps(request, body.steps) if body.steps else row.plan().steps
    life.change_policy(row, by=request.auth, **stands | body.given() | {"steps": steps})
    return get_policy(request, policy)


@router.remove("/{int:policy}", may=P.MANAGE)
def remove_policy(request: Call, policy: Id) -> None:
    """Take a policy away. Refused while it answers for a service."""
    life.remove_policy(finding.one(request, _bare(request), policy), by=request.auth)


@router.verb("/{int:policy}/services", PolicyOut, may=P.MANAGE)
def assign_policy(request: Call, policy: Id, body: OneService) -> PolicyOut:
    """Let it answer for a service, in place of whichever did."""
    row = finding.one(request, _bare(request), policy)
    service = answers.referred(Service.objects.visible_to(request.auth), body.service, "service")
    life.assign_policy(service, by=request.auth, policy=row)
    return get_policy(request, policy)


@router.remove("/{int:policy}/services/{int:service}", may=P.MANAGE)
def unassign_policy(request: Call, policy: Id, service: Id) -> None:
    """Leave the service to the default policy."""
    row = finding.one(request, _bare(request), policy)
    answered = Service.objects.visible_to(request.auth).filter(pk__in=row.service_policies.values("service"))
    life.assign_policy(finding.one(request, answered, service), by=request.auth, policy=None)


def _bare(request: Call) -> QuerySet[Policy]:
    return Policy.objects.visible_to(request.auth)


def _policies(request: Call) -> QuerySet[Policy]:
    return Policy.objects.visible_to(request.auth).whole().prefetch_related("service_policies__service")


def _steps(request: Call, steps: list[StepNew]) -> list[life.Step]:
    return [_step(request, step) for step in steps]


def _step(request: Call, step: StepNew) -> life.Step:
    actor = request.auth
    rows: dict[str, QuerySet[Any]] = {
        "person": Person.objects.visible_to(actor).active(),
        "team": Team.objects.visible_to(actor),
        "schedule": Schedule.objects.visible_to(actor),
    }
    for one in step.targets:
        answers.referred(rows[one.kind], one.id, "steps")
    hours = answers.refer(BusinessHours.objects.all(), step.hours, "steps")
    return life.Step(
        targets=tuple(life.Target(one.kind, one.id) for one in step.targets),
        wait_minutes=step.wait_minutes,
        severity=step.severity,
        hours=hours.pk if hours else None,
        outside=step.outside,
    )
