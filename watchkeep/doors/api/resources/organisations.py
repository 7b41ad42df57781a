"""Organisations: our own, and those of our customers."""

from typing import Annotated

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Line, Listing, Paging, Record, among
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.people.permissions import P

router = Resource("Organisations")
KindName = Annotated[Organisation.Kind, among(Organisation.Kind)]
Domain = Annotated[str, Field(min_length=1, max_length=253, examples=["nordwind.example"])]


class OrganisationOut(Record):
    """A company or body that people belong to."""

    id: int
    name: str
    kind: KindName
    domains: list[str]
    """Mail domains by which its people are known."""
    shares_tickets: bool
    """Whether its people see each other's requests."""

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationOut":
        """Show an organisation."""
        return cls(
            id=organisation.pk,
            name=organisation.name,
            kind=Organisation.Kind(organisation.kind),
            domains=organisation.domains,
            shares_tickets=organisation.shares_tickets,
        )

    def href(self) -> str:
        """Where the organisation is found."""
        return f"/api/v1/organisations/{self.id}"


class OrganisationFilters(BaseModel):
    """Which organisations."""

    kind: KindName | None = None


class OrganisationNew(Change):
    """An organisation to know."""

    name: Line = Field(examples=["Hafen Logistics"])
    kind: KindName = Organisation.Kind.OWN
    domains: list[Domain] = Field([], max_length=100)
    shares_tickets: Flag = False


class OrganisationEdit(Change):
    """What is known of it."""

    name: Line = ""
    kind: KindName = Organisation.Kind.OWN
    domains: list[Domain] = Field([], max_length=100)
    shares_tickets: Flag = False


@router.list("", OrganisationOut)
def list_organisations(
    request: Call, filters: Query[OrganisationFilters], paging: Query[Paging]
) -> Listing[OrganisationOut]:
    """Organisations, from A to Z."""
    rows = Organisation.objects.visible_to(request.auth).filter(**filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, OrganisationOut.of, paging, order=("name", "id"))


@router.create("", OrganisationOut, may=P.ORGANISATIONS)
def add_organisation(request: Call, body: OrganisationNew) -> OrganisationOut:
    """Get to know an organisation."""
    return OrganisationOut.of(life.add_organisation(by=request.auth, **body.given()))


@router.read("/{int:organisation}", OrganisationOut)
def get_organisation(request: Call, organisation: Id) -> OrganisationOut:
    """One organisation."""
    return OrganisationOut.of(finding.one(request, Organisation.objects.visible_to(request.auth), organisation))


@router.edit("/{int:organisation}", OrganisationOut, may=P.ORGANISATIONS)
def edit_organisation(request: Call, organisation: Id, body: OrganisationEdit) -> OrganisationOut:
    """Correct what is known of an organisation."""
    row = finding.one(request, Organisation.objects.visible_to(request.auth), organisation)
    answers.seen(request, OrganisationOut.of(row))
    life.edit_organisation(row, by=request.auth, **body.given())
    return OrganisationOut.of(row)
