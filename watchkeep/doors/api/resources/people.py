"""People: everybody who can sign in or be written to."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Line, Listing, Named, Paging, Record, Ref
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Organisation, Person, Role
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.errors import Refused

router = Resource("People")
Email = Annotated[str, Field(min_length=3, max_length=254, examples=["eva@nordwind.example"])]


class PersonOut(Record):
    """Somebody we know."""

    id: int
    name: str
    email: str
    organisation: Named
    manager: Named | None
    time_zone: str
    phone: str
    is_active: bool
    roles: list[str]
    """Short names of roles."""
    created_at: datetime

    @classmethod
    def of(cls, person: Person) -> "PersonOut":
        """Show a person whose organisation, manager and roles are loaded."""
        return cls(
            id=person.pk,
            name=person.name,
            email=person.email,
            organisation=Named(id=person.organisation_id, name=person.organisation.name),
            manager=Named.of(person.manager),
            time_zone=person.time_zone,
            phone=person.phone,
            is_active=person.is_active,
            roles=[role.slug for role in person.roles.all()],
            created_at=person.created_at,
        )

    def href(self) -> str:
        """Where the person is found."""
        return f"/api/v1/people/{self.id}"


class PersonFilters(BaseModel):
    """Which people."""

    email: Annotated[str, Field(max_length=254)] | None = None
    organisation: Id | None = None
    team: Id | None = None
    is_active: bool | None = None


class Invitation(Change):
    """Somebody new. A mail brings them the link with which they choose a password."""

    email: Email
    name: Line = Field(examples=["Eva Lund"])
    organisation: Ref
    roles: list[str] = Field([], max_length=50, description="Short names of roles.")
    time_zone: Line = "UTC"
    phone: Annotated[str, Field(max_length=40)] = ""


class PersonEdit(Change):
    """What is known of somebody."""

    email: Email = ""
    name: Line = ""
    organisation: Ref = 0
    manager: Ref | None = None
    time_zone: Line = ""
    phone: Annotated[str, Field(max_length=40)] = ""


class Roles(Change):
    """All roles that somebody shall have from now on."""

    roles: list[str] = Field(max_length=50, description="Short names of roles.", examples=[["agent"]])


@router.list("", PersonOut)
def list_people(request: Call, filters: Query[PersonFilters], paging: Query[Paging]) -> Listing[PersonOut]:
    """People, from A to Z."""
    names = {"team": "memberships__team"}
    asked = {names.get(name, name): value for name, value in filters.model_dump(exclude_none=True).items()}
    return answers.listed(request, _people(request).filter(**asked), PersonOut.of, paging, order=("name", "id"))


@router.create("", PersonOut, may=P.MANAGE)
def invite_person(request: Call, body: Invitation) -> PersonOut:
    """Let somebody in."""
    organisations = Organisation.objects.visible_to(request.auth)
    given = body.given() | {"organisation": answers.referred(organisations, body.organisation, "organisation")}
    person = life.invite(by=request.auth, **given | {"roles": _roles(body.roles)})
    return _shown(request, person)


@router.read("/{int:person}", PersonOut)
def get_person(request: Call, person: Id) -> PersonOut:
    """One person."""
    return PersonOut.of(finding.one(request, _people(request), person))


@router.edit("/{int:person}", PersonOut, may=P.MANAGE)
def edit_person(request: Call, person: Id, body: PersonEdit) -> PersonOut:
    """Correct what is known of somebody."""
    row, given = finding.one(request, _people(request), person), body.given()
    answers.seen(request, PersonOut.of(row))
    for name, rows in (("organisation", Organisation.objects), ("manager", Person.objects)):
        if name in given:
            given[name] = answers.refer(rows.visible_to(request.auth), given[name], name)
    life.edit(row, by=request.auth, **given)
    return _shown(request, row)


@router.verb("/{int:person}/roles", PersonOut, may=P.MANAGE)
def change_roles(request: Call, person: Id, body: Roles) -> PersonOut:
    """Let somebody do more or less. Nobody gives or takes what they do not have themselves."""
    row = finding.one(request, _people(request), person)
    life.change_roles(row, by=request.auth, roles=_roles(body.roles))
    return _shown(request, row)


@router.verb("/{int:person}/deactivate", PersonOut, may=P.MANAGE)
def deactivate_person(request: Call, person: Id) -> PersonOut:
    """Shut somebody out: sessions and tokens die in the same moment."""
    row = finding.one(request, _people(request), person)
    life.deactivate(row, by=request.auth)
    return _shown(request, row)


@router.verb("/{int:person}/activate", PersonOut, may=P.MANAGE)
def activate_person(request: Call, person: Id) -> PersonOut:
    """Let somebody in again. Their old sessions and tokens stay dead."""
    row = finding.one(request, _people(request), person)
    life.activate(row, by=request.auth)
    return _shown(request, row)


def _people(request: Call) -> QuerySet[Person]:
    rows: QuerySet[Person] = Person.objects.visible_to(request.auth).select_related("organisation", "manager")
    return rows.prefetch_related("roles")


def _shown(request: Call, person: Person) -> PersonOut:
    queries.forget_actor(person)
    return PersonOut.of(_people(request).get(pk=person.pk))


def _roles(slugs: list[str]) -> list[Role]:
    found = list(Role.objects.filter(slug__in=slugs))
    if strange := sorted(set(slugs) - {role.slug for role in found}):
        raise Refused(f"There is no role called {strange[0]}.", field="roles", code="unknown")
    return found
