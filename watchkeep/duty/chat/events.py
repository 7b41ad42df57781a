"""What chat tells. What concerns an incident's channel stands on the incident's timeline."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class WorkspaceSaved(Fact, kind="chat.workspace_saved", stream="chat"):
    """A workspace was added or changed; ``changed`` names fields, never what stands in them."""

    name: str
    changed: list[str]
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class WorkspacePaused(Fact, kind="chat.workspace_paused", stream="chat"):
    """Nothing is said there, and nothing is heard from there."""


@dataclass(frozen=True, kw_only=True)
class WorkspaceResumed(Fact, kind="chat.workspace_resumed", stream="chat"):
    """It is in use again."""


@dataclass(frozen=True, kw_only=True)
class WorkspaceTested(Fact, kind="chat.workspace_tested", stream="chat"):
    """Somebody asked for a test message."""


@dataclass(frozen=True, kw_only=True)
class RelaySaved(Fact, kind="chat.relay_saved", stream="chat"):
    """What an audience is told is posted in a channel from now on."""

    audience: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class RelayRemoved(Fact, kind="chat.relay_removed", stream="chat"):
    """It is no longer."""

    audience: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class RoomAsked(Fact, kind="chat.room_asked", stream="ticket"):
    """The incident shall have a channel of its own."""

    room: int
    workspace: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RoomOpened(Fact, kind="chat.room_opened", stream="ticket"):
    """The channel is there."""

    room: int
    workspace: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RoomFailed(Fact, kind="chat.room_failed", stream="ticket"):
    """The channel could not be made: what was meant for it goes to the channel for all."""

    room: int
    workspace: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RoomArchived(Fact, kind="chat.room_archived", stream="ticket"):
    """The incident is over, and its channel is closed to further words."""

    room: int
    workspace: str
    name: str


@dataclass(frozen=True, kw_only=True)
class AccountLinked(Fact, kind="chat.account_linked", stream="person"):
    """A person proved which account in a workspace is theirs."""

    workspace: str
    name: str


@dataclass(frozen=True, kw_only=True)
class AccountUnlinked(Fact, kind="chat.account_unlinked", stream="person"):
    """An account in a workspace is theirs no longer."""

    workspace: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Answered(Fact, kind="chat.answered", stream="chat"):
    """Somebody pressed a button or asked for a form in a chat, and is answered there."""

    person: int | None
    what: str


@dataclass(frozen=True, kw_only=True)
class Doubted(Fact, kind="chat.doubted", stream="chat"):
    """A request that said it came from the workspace was not believed, and why. Told once a minute at most."""

    reason: str


FOR_PROGRAMS = (RoomArchived,)
"""What programs may hear of."""

FOR_THE_RECORD = (
    WorkspaceSaved, WorkspacePaused, WorkspaceResumed, WorkspaceTested, RelaySaved, RelayRemoved, RoomAsked,
    RoomFailed, AccountUnlinked, Answered, Doubted,
)  # fmt: skip
"""What is told for the record alone."""
