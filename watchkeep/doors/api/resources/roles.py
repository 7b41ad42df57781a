"""Roles: what a kind of person may do. Data, for whoever may do at least as much."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Line, Listing, Paging, Record
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Role
from watchkeep.estate.people.permissions import P

router = Resource("Roles")
Permission = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z_.*]+$", examples=["incident.*"])]


class RoleOut(Record):
    """A named bundle of permissions."""

    id: int
    slug: str
    name: str
    description: str
    permissions: list[str]
    """Names and patterns such as `incident.*`."""
    is_builtin: bool
    needs_second_factor: bool

    @classmethod
    def of(cls, role: Role) -> "RoleOut":
        """Show a role."""
        return cls(
            id=role.pk,
            slug=role.slug,
            name=role.name,
            description=role.description,
            permissions=role.permissions,
            is_builtin=role.is_builtin,
            needs_second_factor=role.needs_second_factor,
        )

    def href(self) -> str:
        """Where the role is found."""
        return f"/api/v1/roles/{self.id}"


class RoleNew(Change):
    """A role of our own."""

    name: Line = Field(examples=["Night watch"])
    permissions: list[Permission] = Field(max_length=200)
    description: Annotated[str, Field(max_length=300)] = ""


class RoleEdit(Change):
    """What a role allows."""

    name: Line = ""
    permissions: list[Permission] = Field([], max_length=200)
    description: Annotated[str, Field(max_length=300)] = ""
    needs_second_factor: Flag = False


@router.list("", RoleOut)
def list_roles(request: Call, paging: Query[Paging]) -> Listing[RoleOut]:
    """All roles, for who may see people; others see their own."""
    return answers.listed(request, _roles(request), RoleOut.of, paging, order=("id",))


@router.create("", RoleOut, may=P.ROLES)
def add_role(request: Call, body: RoleNew) -> RoleOut:
    """Make a role."""
    return RoleOut.of(life.add_role(by=request.auth, **body.given()))


@router.read("/{int:role}", RoleOut)
def get_role(request: Call, role: Id) -> RoleOut:
    """One role."""
    return RoleOut.of(finding.one(request, _roles(request), role))


@router.edit("/{int:role}", RoleOut, may=P.ROLES)
def edit_role(request: Call, role: Id, body: RoleEdit) -> RoleOut:
    """Change what a role allows, and whether its people need a second factor."""
    row = finding.one(request, _roles(request), role)
    answers.seen(request, RoleOut.of(row))
    stands = {name: getattr(row, name) for name in RoleEdit.model_fields}
    life.edit_role(row, by=request.auth, **stands | body.given())
    return RoleOut.of(row)


@router.remove("/{int:role}", may=P.ROLES)
def remove_role(request: Call, role: Id) -> None:
    """Remove a role of our own that nobody holds."""
    life.remove_role(finding.one(request, _roles(request), role), by=request.auth)


def _roles(request: Call) -> QuerySet[Role]:
    actor = request.auth
    return Role.objects.all() if actor.may(P.SEE) else Role.objects.filter(people=actor.person or 0)
