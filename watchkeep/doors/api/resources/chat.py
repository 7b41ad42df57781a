"""Chat workspaces: where incidents are talked about. Their tokens and secrets are written in the console alone."""

from datetime import datetime
from typing import Any

from ninja import Query

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Id, Listing, Paging, Record
from watchkeep.duty.chat import life
from watchkeep.duty.chat.models import Workspace
from watchkeep.duty.chat.permissions import P

router = Resource("Chat workspaces")
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

    @classmethod
    def of(cls, workspace: Workspace) -> "WorkspaceOut":
        """Show a workspace."""
        kept: dict[str, Any] = {name: getattr(workspace, name) for name in SHOWN}
        return cls(**kept, to=workspace.hint)

    def href(self) -> str:
        """Where the workspace is found."""
        return f"/api/v1/chat-workspaces/{self.id}"


@router.list("", WorkspaceOut, may=P.SEE)
def list_chat_workspaces(request: Call, paging: Query[Paging]) -> Listing[WorkspaceOut]:
    """Workspaces, from A to Z."""
    rows = Workspace.objects.visible_to(request.auth)
    return answers.listed(request, rows, WorkspaceOut.of, paging, order=("name", "id"))


@router.read("/{int:workspace}", WorkspaceOut)
def get_chat_workspace(request: Call, workspace: Id) -> WorkspaceOut:
    """One workspace."""
    return WorkspaceOut.of(finding.one(request, Workspace.objects.visible_to(request.auth), workspace))


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
