"""Sources of people: identity providers, directories, programs. How they speak is written in the console alone."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Named, Paging, Record, Ref
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import GroupLine, Role, Source, SyncRun, Team
from watchkeep.estate.people.permissions import P

router = Resource("Sources of people")
SHOWN = (
    "id", "kind", "name", "is_active", "creates", "links", "domains", "factor", "makes_teams", "created_at",
    "failing_since", "last_answer",
)  # fmt: skip


class SourceOut(Record):
    """Another house that knows people, and how far it is believed."""

    id: int
    kind: str
    """`oidc`, `saml`, `ldap` or `scim`."""
    name: str
    organisation: Named
    is_active: bool
    creates: bool
    """Whoever is new gets an account."""
    links: str
    """`never`, `verified` or `always`: when a mail address links to an account that there is."""
    domains: list[str]
    """It speaks for addresses in these mail domains alone; with none, for every address."""
    factor: str
    """`own`, `claimed` or `trusted`: whose word on the second factor counts."""
    makes_teams: bool
    created_at: datetime
    failing_since: datetime | None
    last_answer: str

    @classmethod
    def of(cls, source: Source) -> "SourceOut":
        """Show a source whose organisation is loaded."""
        kept: dict[str, Any] = {name: getattr(source, name) for name in SHOWN}
        return cls(**kept, organisation=Named(id=source.organisation_id, name=source.organisation.name))

    def href(self) -> str:
        """Where the source is found."""
        return f"/api/v1/identity-sources/{self.id}"


class GroupLineOut(Record):
    """What a group there means here: a role, or a place in a team."""

    id: int
    group: str
    role: Named | None
    team: Named | None

    @classmethod
    def of(cls, line: GroupLine) -> "GroupLineOut":
        """Show a line whose role and team are loaded."""
        return cls(id=line.pk, group=line.group, role=Named.of(line.role), team=Named.of(line.team))


class GroupLineNew(Change):
    """A group there, and the role or team that it shall mean."""

    group: Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S")]
    means: Literal["role", "team"]
    which: Ref
    """The id of the role or the team."""


class RunWanted(Change):
    """What shall be done with a directory now."""

    what: Literal["trial", "run", "beyond"]
    """A dry run, a run, or a run that may deactivate more people than the cap says."""


class SyncRunOut(Record):
    """One look at a directory."""

    id: int
    is_trial: bool
    is_full: bool
    outcome: str
    """`running`, `done`, `held` (too many would leave) or `failed`."""
    started_at: datetime
    ended_at: datetime | None
    counts: dict[str, int]
    differences: list[list[str]]
    """The first of them: kind, whom, what."""
    words: str

    @classmethod
    def of(cls, run: SyncRun) -> "SyncRunOut":
        """Show a run."""
        return cls(id=run.pk, **{name: getattr(run, name) for name in cls.model_fields if name != "id"})


@router.list("", SourceOut, may=P.SEE_SOURCES)
def list_sources(request: Call, paging: Query[Paging]) -> Listing[SourceOut]:
    """Sources, from A to Z."""
    rows = Source.objects.visible_to(request.auth).select_related("organisation")
    return answers.listed(request, rows, SourceOut.of, paging, order=("name", "id"))


@router.read("/{int:source}", SourceOut)
def get_source(request: Call, source: Id) -> SourceOut:
    """One source."""
    return SourceOut.of(_found(request, source))


@router.verb("/{int:source}/start", SourceOut, may=P.SOURCES)
def start_source(request: Call, source: Id) -> SourceOut:
    """Let people come from there. A directory has shown in a dry run what would happen."""
    life.start_source(_found(request, source), by=request.auth)
    return SourceOut.of(_found(request, source))


@router.verb("/{int:source}/pause", SourceOut, may=P.SOURCES)
def pause_source(request: Call, source: Id) -> SourceOut:
    """Let nobody come from there for now."""
    life.pause_source(_found(request, source), by=request.auth)
    return SourceOut.of(_found(request, source))


@router.remove("/{int:source}", may=P.SOURCES)
def remove_source(request: Call, source: Id) -> None:
    """Forget a paused source and its marks. Its people stay."""
    life.remove_source(_found(request, source), by=request.auth)


@router.verb("/{int:source}/run", SourceOut, may=P.SOURCES)
def run_directory(request: Call, source: Id, body: RunWanted) -> SourceOut:
    """Look at a directory now. What comes of it is among its runs."""
    life.ask_run(_found(request, source), by=request.auth, what=body.what)
    return SourceOut.of(_found(request, source))


@router.list("/{int:source}/runs", SyncRunOut)
def list_sync_runs(request: Call, source: Id, paging: Query[Paging]) -> Listing[SyncRunOut]:
    """Runs of a directory, the newest first."""
    rows = queries.runs(_found(request, source), request.auth)
    return answers.listed(request, rows, SyncRunOut.of, paging, order=("-id",))


@router.list("/{int:source}/lines", GroupLineOut)
def list_group_lines(request: Call, source: Id, paging: Query[Paging]) -> Listing[GroupLineOut]:
    """What its groups mean here."""
    rows = _found(request, source).lines.select_related("role", "team")
    return answers.listed(request, rows, GroupLineOut.of, paging, order=("group", "id"))


@router.create("/{int:source}/lines", GroupLineOut, may=P.SOURCES)
def map_group(request: Call, source: Id, body: GroupLineNew) -> GroupLineOut:
    """Say what a group means. It holds from the next time that the group is told."""
    row = _found(request, source)
    if body.means == "role":
        role = answers.referred(Role.objects.all(), body.which, "which")
        return GroupLineOut.of(life.map_group(row, by=request.auth, group=body.group, role=role))
    team = answers.referred(Team.objects.visible_to(request.auth), body.which, "which")
    return GroupLineOut.of(life.map_group(row, by=request.auth, group=body.group, team=team))


@router.remove("/{int:source}/lines/{int:line}", may=P.SOURCES)
def unmap_group(request: Call, source: Id, line: Id) -> None:
    """Let a group mean that no longer. Who has it keeps it."""
    life.unmap_group(finding.one(request, _found(request, source).lines.all(), line), by=request.auth)


def _found(request: Call, source: int) -> Source:
    return finding.one(request, Source.objects.visible_to(request.auth).select_related("organisation"), source)
