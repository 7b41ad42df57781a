"""The response of an incident: the plan as it was copied, who is what, and when the next updates are due."""

from datetime import datetime
from typing import Annotated

from django.shortcuts import get_object_or_404
from pydantic import Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents.finding import Number, found
from watchkeep.doors.api.shapes import Change, Named, Record, Ref, among
from watchkeep.duty.response import life, queries
from watchkeep.duty.response.models import Audience, Cadence, Response, Role, Seat, Tenure
from watchkeep.duty.response.permissions import P
from watchkeep.duty.response.queries import Shown
from watchkeep.estate.people.models import Person

router = Resource("Incidents: response")
AudienceName = Annotated[Audience, among(Audience)]
Slug = Annotated[str, Field(min_length=1, max_length=40, description="The role's short name, such as scribe.")]


class DemandOut(Record):
    """One field of the plan as it was copied, and the plan that gave it."""

    name: str
    value: str
    plan: str

    @classmethod
    def of(cls, line: Shown) -> "DemandOut":
        """Show a line of the explanation."""
        return cls(name=line.label, value=line.value, plan=line.plan_name)


class SeatOut(Record):
    """A role in this response, and who has it now."""

    role: str
    name: str
    is_demanded: bool
    holder: Named | None
    since: datetime | None

    @classmethod
    def of(cls, seat: Seat) -> "SeatOut":
        """Show a seat with its role and holder loaded."""
        role = seat.role
        return cls(
            role=role.slug,
            name=role.name,
            is_demanded=seat.is_demanded,
            holder=Named.of(seat.holder),
            since=seat.since,
        )


class TenureOut(Record):
    """Who had a role from when to when."""

    role: str
    person: Named
    from_at: datetime
    until_at: datetime | None

    @classmethod
    def of(cls, one: Tenure) -> "TenureOut":
        """Show a tenure with its person loaded."""
        person = Named(id=one.person_id, name=one.person.name)
        return cls(role=one.seat.role.slug, person=person, from_at=one.from_at, until_at=one.until_at)


class UpdateDueOut(Record):
    """When an audience hears more."""

    audience: AudienceName
    due_at: datetime | None
    posted_at: datetime | None

    @classmethod
    def of(cls, one: Cadence) -> "UpdateDueOut":
        """Show a cadence."""
        return cls(audience=Audience(one.audience), due_at=one.due_at, posted_at=one.posted_at)


class ResponseOut(Record):
    """The response of one incident."""

    plans: list[str]
    """The plans that made the copy, the closest first."""
    copied_at: datetime
    ended_at: datetime | None
    demands: list[DemandOut]
    roles: list[SeatOut]
    tenures: list[TenureOut]
    updates: list[UpdateDueOut]


class RoleTake(Change):
    """Whom the caller saw holding the role; null for nobody."""

    seen: Ref | None = None


class RoleGive(RoleTake):
    """Who has it from now on."""

    person: Ref


@router.read("/{slug:number}/response", ResponseOut)
def get_response(request: Call, number: Number) -> ResponseOut:
    """The plan, the roles and the next updates."""
    return _shown(_found(request, number))


@router.verb("/{slug:number}/roles/{slug:post}/take", ResponseOut, may=P.TAKE)
def take_role(request: Call, number: Number, post: Slug, body: RoleTake) -> ResponseOut:
    """Be this from now on."""
    response = _found(request, number)
    life.take(response, get_object_or_404(Role, slug=post), by=request.auth, seen=body.seen)
    return _shown(response)


@router.verb("/{slug:number}/roles/{slug:post}/give", ResponseOut, may=P.TAKE)
def give_role(request: Call, number: Number, post: Slug, body: RoleGive) -> ResponseOut:
    """Hand it over, or give a free one away."""
    response, role = _found(request, number), get_object_or_404(Role, slug=post)
    people = Person.objects.visible_to(request.auth).active()
    person = answers.referred(people, body.person, "person")
    life.give(response, role, by=request.auth, person=person, seen=body.seen)
    return _shown(response)


@router.verb("/{slug:number}/roles/{slug:post}/leave", ResponseOut, may=P.TAKE)
def leave_role(request: Call, number: Number, post: Slug, body: RoleTake) -> ResponseOut:
    """Give it up without a successor."""
    response = _found(request, number)
    life.leave(response, get_object_or_404(Role, slug=post), by=request.auth, seen=body.seen)
    return _shown(response)


def _found(request: Call, number: str) -> Response:
    incident = found(request, number)
    rows = Response.objects.all() if request.auth.may(P.SEE) else Response.objects.none()
    return get_object_or_404(rows, ticket=incident.pk)


def _shown(response: Response) -> ResponseOut:
    standing = queries.standing(response.pk)
    if standing is None:
        raise Response.DoesNotExist
    return ResponseOut(
        plans=list(standing.response.demands.plans),
        copied_at=standing.response.copied_at,
        ended_at=standing.response.ended_at,
        demands=[DemandOut.of(line) for line in queries.explain_copy(standing.response.demands)],
        roles=[SeatOut.of(seat) for seat in standing.seats],
        tenures=[TenureOut.of(one) for one in queries.tenures(response.pk)],
        updates=[UpdateDueOut.of(one) for one in standing.cadences],
    )
