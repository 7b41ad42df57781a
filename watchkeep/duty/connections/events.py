"""What connections and actions tell. The facts of a run stand on the timeline of its ticket, if it belongs to one."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfRun:
    """What every fact of a run says: ``record`` is the ticket's id when there is one, else the run's."""

    run: int
    ticket: int | None = None
    action: str = ""

    def home(self) -> str:
        """Where it is told: on the ticket, or on the run itself."""
        return "ticket" if self.ticket else "action_run"


@dataclass(frozen=True, kw_only=True)
class Asked(OfRun, Fact, kind="action.asked", stream="action_run"):
    """Somebody wants an action carried out. A dry run only says what would be sent."""

    connection: int | None = None
    is_dry_run: bool = False
    needs_approval: bool = False
    undo_of: int | None = None


@dataclass(frozen=True, kw_only=True)
class Approved(OfRun, Fact, kind="action.approved", stream="action_run"):
    """Somebody else agreed to it."""


@dataclass(frozen=True, kw_only=True)
class Refused(OfRun, Fact, kind="action.refused", stream="action_run"):
    """Somebody did not agree; nothing was sent."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Started(OfRun, Fact, kind="action.started", stream="action_run"):
    """A worker carries it out now, once; or it begins to wait for time or for a person."""


@dataclass(frozen=True, kw_only=True)
class Answered(OfRun, Fact, kind="action.answered", stream="action_run"):
    """Somebody answered the question that the action put. It has succeeded by that, and no other fact says so."""

    answer: str


@dataclass(frozen=True, kw_only=True)
class Succeeded(OfRun, Fact, kind="action.succeeded", stream="action_run"):
    """It did what it should. ``result`` holds figures such as an exit code; texts stay on the run."""

    seconds: float = 0.0
    result: dict[str, int | bool]
    is_dry_run: bool = False


@dataclass(frozen=True, kw_only=True)
class Failed(OfRun, Fact, kind="action.failed", stream="action_run"):
    """It did not. ``why`` is ``interrupted`` when its worker died in the middle: nobody knows how far it came."""

    why: str
    result: dict[str, int | bool]


@dataclass(frozen=True, kw_only=True)
class TimedOut(OfRun, Fact, kind="action.timed_out", stream="action_run"):
    """It took longer than it may and was cut off, or nobody answered in time."""

    seconds: float


@dataclass(frozen=True, kw_only=True)
class Cancelled(OfRun, Fact, kind="action.cancelled", stream="action_run"):
    """Somebody called it off. ``was_running`` when part of it may have happened."""

    was_running: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Undone(OfRun, Fact, kind="action.undone", stream="action_run"):
    """What it had changed was taken back by another run."""

    undone_by: int


@dataclass(frozen=True, kw_only=True)
class ConnectionAdded(Fact, kind="connection.added", stream="connection"):
    """There is a new way to the outside."""

    name: str
    connects: str
    owner: int


@dataclass(frozen=True, kw_only=True)
class ConnectionChanged(Fact, kind="connection.changed", stream="connection"):
    """A connection leads elsewhere or has another secret; ``what`` names the fields and never what they hold."""

    what: list[str]


@dataclass(frozen=True, kw_only=True)
class ConnectionPaused(Fact, kind="connection.paused", stream="connection"):
    """Nothing goes through it until somebody resumes it."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ConnectionResumed(Fact, kind="connection.resumed", stream="connection"):
    """It can be used again."""


@dataclass(frozen=True, kw_only=True)
class NetworkAllowed(Fact, kind="network.allowed", stream="network"):
    """An administrator opened a private network to outgoing requests."""

    network: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NetworkClosed(Fact, kind="network.closed", stream="network"):
    """An administrator closed it again."""

    network: str


FOR_THE_RECORD = (
    *(ConnectionAdded, ConnectionChanged, ConnectionPaused, ConnectionResumed, NetworkAllowed, NetworkClosed),
)
"""What is told for the record alone."""

FOR_PROGRAMS = (Asked, Approved, Refused, Answered, Succeeded, Failed, TimedOut, Cancelled, Undone)
"""What programs may hear of."""
