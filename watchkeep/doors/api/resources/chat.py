"""Chat workspaces: where incidents are talked about. Their tokens and secrets are entered and never shown."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import ConfigDict, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Name, Paging, Record, Whole, among
from watchkeep.duty.chat import life, queries
from watchkeep.duty.chat.models import Kind, Workspace
from watchkeep.duty.chat.permissions import P

router = Resource("Chat workspaces")
KindName = Annotated[Kind, among(Kind)]
From = Annotated[Whole, Field(ge=0, le=4)]
Secret = Annotated[str, Field(max_length=300)]
SHOWN = (
    "id", "kind", "name", "team", "app_id", "tenant", "channel", "command", "rooms_from", "tells_from", "is_private",
    "is_active", "created_at", "failing_since", "last_answer", "refused_at", "refusal",
)  # fmt: skip


class WorkspaceOut(Record):
    """A Slack, a Mattermost or a Teams. From severity ``rooms_from`` on an incident gets a channel; 0 is never."""

    id: int
    kind: str
    """`slack`, `mattermost`, `teams_bot`, or `teams` for one channel behind a webhook."""
    name: str
    to: str
    """As much of its address as may be shown."""
    team: str
    app_id: str
    """Of a bot in Teams: its application (client) id."""
    tenant: str
    channel: str
    command: str
    rooms_from: int
    tells_from: int
    is_private: bool
    is_active: bool
    created_at: datetime
    failing_since: datetime | None
    last_answer: str
    refused_at: datetime | None
    """When a request that said it came from there was last not believed."""
    refusal: str
    calls: list[str]
    """The addresses of Watchkeep that it must know: for its commands, and for its buttons."""

    @classmethod
    def of(cls, workspace: Workspace) -> "WorkspaceOut":
        """Show a workspace."""
        kept: dict[str, Any] = {name: getattr(workspace, name) for name in SHOWN}
        return cls(**kept, to=workspace.hint, calls=[address for _what, address in queries.calls_of(workspace)])

    def href(self) -> str:
        """Where the workspace is found."""
        return f"/api/v1/chat-workspaces/{self.id}"


class WorkspaceGiven(Change):
    """What a workspace has; which of it is needed depends on the program."""

    address: Annotated[str, Field(max_length=1000)] = ""
    """Of the server; of `teams` that of its workflow, which is a secret. Slack and `teams_bot` have one for all."""
    token: Secret = ""
    """The bot's token; of `teams_bot` its client secret. Never shown."""
    secret: Secret = ""
    """What proves that a call comes from there: Slack's signing secret, the token of a command or an outgoing webhook.
    Never shown."""
    team: Annotated[str, Field(max_length=64)] = ""
    app_id: Annotated[str, Field(max_length=36)] = ""
    tenant: Annotated[str, Field(max_length=36)] = ""
    channel: Annotated[str, Field(max_length=80)] = ""
    """Where every incident from `tells_from` on is told."""
    command: Annotated[str, Field(max_length=32)] = "incident"
    rooms_from: From = 2
    """From this severity on an incident gets a channel of its own; 0 is never."""
    tells_from: From = 2
    is_private: Flag = False


class WorkspaceNew(WorkspaceGiven):
    """A place where incidents are to be talked about."""

    model_config = ConfigDict(json_schema_extra={"examples": [
        {"kind": "slack", "name": "Engineering", "token": "xoxb-…", "secret": "8f74…", "channel": "incidents"},
    ]})  # fmt: skip

    kind: KindName
    name: Name


class WorkspaceEdit(WorkspaceGiven):
    """What changes about it. Secrets that are left out stay, unless its address is of another server then."""

    name: Name = ""


@router.list("", WorkspaceOut, may=P.SEE)
def list_chat_workspaces(request: Call, paging: Query[Paging]) -> Listing[WorkspaceOut]:
    """Workspaces, from A to Z."""
    rows = Workspace.objects.visible_to(request.auth)
    return answers.listed(request, rows, WorkspaceOut.of, paging, order=("name", "id"))


@router.create("", WorkspaceOut, may=P.CONFIGURE)
def add_chat_workspace(request: Call, body: WorkspaceNew) -> WorkspaceOut:
    """Speak in another Slack, Mattermost or Teams. Give it the addresses in `calls`, then test it."""
    return WorkspaceOut.of(life.save_workspace(by=request.auth, **body.given()))


@router.read("/{int:workspace}", WorkspaceOut)
def get_chat_workspace(request: Call, workspace: Id) -> WorkspaceOut:
    """One workspace."""
    return WorkspaceOut.of(finding.one(request, Workspace.objects.visible_to(request.auth), workspace))


@router.edit("/{int:workspace}", WorkspaceOut, may=P.CONFIGURE)
def change_chat_workspace(request: Call, workspace: Id, body: WorkspaceEdit) -> WorkspaceOut:
    """Change where it is, how it lets us in, or what is told there."""
    row = finding.one(request, Workspace.objects.visible_to(request.auth), workspace)
    answers.seen(request, WorkspaceOut.of(row))
    return WorkspaceOut.of(life.save_workspace(row, by=request.auth, **body.given()))


@router.verb("/{int:workspace}/pause", WorkspaceOut, may=P.CONFIGURE)
def pause_chat_workspace(request: Call, workspace: Id) -> WorkspaceOut:
    """Say nothing there and hear nothing from there."""
    row = finding.one(request, Workspace.objects.visible_to(request.auth), workspace)
    life.pause(row, by=request.auth)
    return WorkspaceOut.of(row)


@router.verb("/{int:workspace}/resume", WorkspaceOut, may=P.CONFIGURE)
def resume_chat_workspace(request: Call, workspace: Id) -> WorkspaceOut:
    """Use it again, from now on."""
    row = finding.one(request, Workspace.objects.visible_to(request.auth), workspace)
    life.resume(row, by=request.auth)
    return WorkspaceOut.of(row)


@router.verb("/{int:workspace}/test", WorkspaceOut, may=P.CONFIGURE)
def test_chat_workspace(request: Call, workspace: Id) -> WorkspaceOut:
    """Ask who we are there, and post a test into the channel for all. `last_answer` shows what came of it."""
    row = finding.one(request, Workspace.objects.visible_to(request.auth), workspace)
    life.try_out(row, by=request.auth)
    return WorkspaceOut.of(row)
