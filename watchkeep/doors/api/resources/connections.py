"""Connections: the systems that actions reach. Their secrets are entered and never shown."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.action_runs import ActionRunOut
from watchkeep.doors.api.shapes import Change, Id, Listing, Name, Named, Paging, Record, Ref, Whole, Words, among
from watchkeep.duty.connections import life, queries
from watchkeep.duty.connections.models import Connection, Kind
from watchkeep.duty.connections.permissions import P
from watchkeep.estate.people.models import Team

router = Resource("Connections")
KindName = Annotated[Kind, among(Kind)]
Setting = Annotated[str, Field(max_length=20_000)] | Annotated[Whole, Field(ge=0, le=65_535)]
Settings = Annotated[dict[str, Setting], Field(max_length=20)]


class ConnectionOut(Record):
    """One system on the outside."""

    id: int
    name: str
    kind: KindName
    owner: Named | None
    to: str
    """Where it leads, as far as that may be shown."""
    is_active: bool
    created_at: datetime
    answered_at: datetime | None
    """When a test last went well."""
    failing_since: datetime | None

    @classmethod
    def of(cls, connection: Connection) -> "ConnectionOut":
        """Show a connection whose owner is loaded."""
        names = ("id", "name", "is_active", "created_at", "answered_at", "failing_since")
        kept: dict[str, Any] = {name: getattr(connection, name) for name in names}
        return cls(**kept, kind=Kind(connection.kind), owner=Named.of(connection.owner), to=connection.hint)


class ConnectionNew(Change):
    """A system to reach."""

    name: Name = Field(examples=["Web shop"])
    kind: Literal["http", "ssh", "sql", "ansible"]
    owner: Ref = Field(description="The id of the team that knows it.")
    settings: Settings = Field(examples=[{"url": "https://shop.example.org/api"}])
    """What its kind asks for, secrets among them. They are kept encrypted and never shown again."""


class ConnectionEdit(Change):
    """What changes about it. Secrets that are left out stay, unless it leads elsewhere then."""

    name: Name = ""
    owner: Ref | None = None
    settings: Settings = {}


class PauseOfConnection(Change):
    """The reason, if there is one to give."""

    reason: Words = ""


@router.list("", ConnectionOut, may=P.SEE)
def list_connections(request: Call, paging: Query[Paging]) -> Listing[ConnectionOut]:
    """Connections, from A to Z."""
    return answers.listed(request, queries.connections(request.auth), ConnectionOut.of, paging, order=("name", "id"))


@router.create("", ConnectionOut, may=P.CONFIGURE)
def add_connection(request: Call, body: ConnectionNew) -> ConnectionOut:
    """Let actions reach another system."""
    owner = answers.referred(Team.objects.visible_to(request.auth), body.owner, "owner")
    told: dict[str, Any] = {"name": body.name, "kind": body.kind, "owner": owner, "given": body.settings}
    return ConnectionOut.of(life.add_connection(by=request.auth, **told))


@router.read("/{int:connection}", ConnectionOut)
def get_connection(request: Call, connection: Id) -> ConnectionOut:
    """One connection."""
    return ConnectionOut.of(finding.one(request, queries.connections(request.auth), connection))


@router.edit("/{int:connection}", ConnectionOut, may=P.CONFIGURE)
def change_connection(request: Call, connection: Id, body: ConnectionEdit) -> ConnectionOut:
    """Change where it leads, who knows it, or how it signs in."""
    row = finding.one(request, queries.connections(request.auth), connection)
    answers.seen(request, ConnectionOut.of(row))
    owner = answers.referred(Team.objects.all(), body.owner, "owner") if body.owner else row.owner
    given = row.settings | body.settings
    life.change_connection(row, by=request.auth, name=body.name or row.name, owner=owner, given=given)
    return ConnectionOut.of(row)


@router.verb("/{int:connection}/pause", ConnectionOut, may=P.CONFIGURE)
def pause_connection(request: Call, connection: Id, body: PauseOfConnection) -> ConnectionOut:
    """Let nothing through."""
    row = finding.one(request, queries.connections(request.auth), connection)
    life.pause_connection(row, by=request.auth, reason=body.reason)
    return ConnectionOut.of(row)


@router.verb("/{int:connection}/resume", ConnectionOut, may=P.CONFIGURE)
def resume_connection(request: Call, connection: Id) -> ConnectionOut:
    """Let actions through again."""
    row = finding.one(request, queries.connections(request.auth), connection)
    life.resume_connection(row, by=request.auth)
    return ConnectionOut.of(row)


@router.verb("/{int:connection}/test", ActionRunOut, may=P.CONFIGURE)
def test_connection(request: Call, connection: Id) -> ActionRunOut:
    """See whether it answers. The run says what came back, once a worker has asked."""
    row = finding.one(request, queries.connections(request.auth), connection)
    return ActionRunOut.of(life.try_connection(row, by=request.auth))
