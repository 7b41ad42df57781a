"""Teams: who looks after the same things."""

from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging, Record
from watchkeep.estate.people.models import Membership, Team

router = Resource("Teams")


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


@router.list("", TeamOut)
def list_teams(request: Call, filters: Query[TeamFilters], paging: Query[Paging]) -> Listing[TeamOut]:
    """Teams, from A to Z."""
    teams = _teams(request)
    if filters.slug is not None:
        teams = teams.filter(slug=filters.slug)
    if filters.member is not None:
        teams = teams.filter(pk__in=Membership.objects.filter(person=filters.member).values("team"))
    return answers.listed(request, teams, TeamOut.of, paging, order=("name", "id"))


@router.read("/{int:team}", TeamOut)
def get_team(request: Call, team: Id) -> TeamOut:
    """One team and its members."""
    return TeamOut.of(get_object_or_404(_teams(request), pk=team))


def _teams(request: Call) -> QuerySet[Team]:
    return Team.objects.visible_to(request.auth).prefetch_related("memberships__person")
