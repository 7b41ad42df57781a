"""Teams: who looks after the same things."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Membership, Person, Team
from watchkeep.estate.people.permissions import P

router = Resource("Teams")
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S", examples=["Network"])]
About = Annotated[str, Field(max_length=300)]
Email = Annotated[str, Field(max_length=254)]


class MemberOut(Record):
    """One person in a team."""

    person: Named
    is_lead: bool


class TeamOut(Record):
    """People who look after the same things."""

    id: int
    name: str
    slug: str
    """For addresses and rules: it never changes by itself."""
    description: str
    email: str
    members: list[MemberOut]

    @classmethod
    def of(cls, team: Team) -> "TeamOut":
        """Show a team whose memberships are loaded."""
        return cls(
            id=team.pk,
            name=team.name,
            slug=team.slug,
            description=team.description,
            email=team.email,
            members=[
                MemberOut(person=Named(id=one.person_id, name=one.person.name), is_lead=one.is_lead)
                for one in team.memberships.all()
            ],
        )

    def href(self) -> str:
        """Where the team is found."""
        return f"/api/v1/teams/{self.id}"


class TeamFilters(BaseModel):
    """Which teams."""

    slug: Annotated[str, Field(max_length=80)] | None = None
    member: Id | None = Field(None, description="Teams that this person is in.")


class TeamNew(Change):
    """A team to make."""

    name: Name
    description: About = ""
    email: Email = ""


class TeamEdit(Change):
    """What is known of a team."""

    name: Name = ""
    description: About = ""
    email: Email = ""


class Joining(Change):
    """Who joins, and whether they lead."""

    person: Ref
    is_lead: Flag = False


@router.list("", TeamOut)
def list_teams(request: Call, filters: Query[TeamFilters], paging: Query[Paging]) -> Listing[TeamOut]:
    """Teams, from A to Z."""
    teams = _teams(request)
    if filters.slug is not None:
        teams = teams.filter(slug=filters.slug)
    if filters.member is not None:
        teams = teams.filter(pk__in=Membership.objects.filter(person=filters.member).values("team"))
    return answers.listed(request, teams, TeamOut.of, paging, order=("name", "id"))


@router.create("", TeamOut, may=P.TEAMS)
def add_team(request: Call, body: TeamNew) -> TeamOut:
    """Make a team. Its short name comes from its name."""
    return TeamOut.of(life.add_team(by=request.auth, **body.given()))


@router.read("/{int:team}", TeamOut)
def get_team(request: Call, team: Id) -> TeamOut:
    """One team and its members."""
    return TeamOut.of(finding.one(request, _teams(request), team))


@router.edit("/{int:team}", TeamOut, may=P.TEAMS)
def edit_team(request: Call, team: Id, body: TeamEdit) -> TeamOut:
    """Correct what is known of a team."""
    row = finding.one(request, _teams(request), team)
    answers.seen(request, TeamOut.of(row))
    life.edit_team(row, by=request.auth, **body.given())
    return TeamOut.of(row)


@router.verb("/{int:team}/members", TeamOut, may=P.TEAMS)
def join_team(request: Call, team: Id, body: Joining) -> TeamOut:
    """Take somebody into the team, or make a member its lead."""
    row = finding.one(request, _teams(request), team)
    person = answers.referred(Person.objects.visible_to(request.auth), body.person, "person")
    life.join_team(row, person, by=request.auth, is_lead=body.is_lead)
    return TeamOut.of(finding.one(request, _teams(request), team))


@router.remove("/{int:team}/members/{int:person}", may=P.TEAMS)
def leave_team(request: Call, team: Id, person: Id) -> None:
    """Let somebody leave the team. Their tickets stay with the team."""
    row = finding.one(request, _teams(request), team)
    life.leave_team(row, finding.one(request, row.members.all(), person), by=request.auth)


def _teams(request: Call) -> QuerySet[Team]:
    return Team.objects.visible_to(request.auth).prefetch_related("memberships__person")
