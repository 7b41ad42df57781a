"""What can be told of a change. The record is the ticket's id, of a model its own."""

from dataclasses import dataclass
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Drafted(Fact, kind="change.drafted", stream="ticket"):
    """Somebody thinks of altering something."""

    number: str
    sort: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Amended(Fact, kind="change.amended", stream="ticket"):
    """What is planned is another thing in these fields."""

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class Submitted(Fact, kind="change.submitted", stream="ticket"):
    """It is planned so far that others can judge it."""


@dataclass(frozen=True, kw_only=True)
class Assessed(Fact, kind="change.assessed", stream="ticket"):
    """How risky it is was reckoned (0 to 100)."""

    risk: int


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Fact, kind="change.approval_asked", stream="ticket"):
    """It waits for agreement."""

    approval: int


@dataclass(frozen=True, kw_only=True)
class Approved(Fact, kind="change.approved", stream="ticket"):
    """Nothing stands in its way: somebody agreed, or nobody had to (``why`` says which)."""

    why: str


@dataclass(frozen=True, kw_only=True)
class TurnedDown(Fact, kind="change.turned_down", stream="ticket"):
    """They did not agree, for a reason that whoever planned it reads."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Reworked(Fact, kind="change.reworked", stream="ticket"):
    """It goes back to its draft: what was agreed to counts no more."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Scheduled(Fact, kind="change.scheduled", stream="ticket"):
    """When it will be carried out stands."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Begun(Fact, kind="change.begun", stream="ticket"):
    """It is being carried out."""

    sort: str
    services: list[int]


@dataclass(frozen=True, kw_only=True)
class Overran(Fact, kind="change.overran", stream="ticket"):
    """It should be over and is not."""

    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class StepTaken(Fact, kind="change.step_taken", stream="ticket"):
    """A step of its plan is done, skipped or has failed."""

    step: int
    title: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Finished(Fact, kind="change.finished", stream="ticket"):
    """It has been carried out; how it went is looked at now."""

    services: list[int]


@dataclass(frozen=True, kw_only=True)
class Recorded(Fact, kind="change.recorded", stream="ticket"):
    """It was found done, and is on record since: by whom is not known."""


@dataclass(frozen=True, kw_only=True)
class BackedOut(Fact, kind="change.backed_out", stream="ticket"):
    """It was taken back."""

    reason: str
    services: list[int]


@dataclass(frozen=True, kw_only=True)
class Closed(Fact, kind="change.closed", stream="ticket"):
    """How it went stands."""

    outcome: str
    model: int | None


@dataclass(frozen=True, kw_only=True)
class HarmFound(Fact, kind="change.harm_found", stream="ticket"):
    """It did harm, by its verdict or its review: it counts as one that went wrong."""

    model: int | None


@dataclass(frozen=True, kw_only=True)
class HarmCleared(Fact, kind="change.harm_cleared", stream="ticket"):
    """Its review says that it did no harm: it counts as it was closed."""

    model: int | None


@dataclass(frozen=True, kw_only=True)
class Cancelled(Fact, kind="change.cancelled", stream="ticket"):
    """It will not be."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class LeftUnapproved(Fact, kind="change.left_unapproved", stream="ticket"):
    """An emergency was not approved after the fact within its time."""

    regularise_by: datetime


@dataclass(frozen=True, kw_only=True)
class ModelSaved(Fact, kind="change_model.saved", stream="change_model"):
    """A model of changes was made or edited in these fields."""

    name: str
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class ModelPromoted(Fact, kind="change_model.promoted", stream="change_model"):
    """Changes of this model need nobody's approval any more."""

    name: str
    runs: int
    good: int


@dataclass(frozen=True, kw_only=True)
class ModelDemoted(Fact, kind="change_model.demoted", stream="change_model"):
    """Too many of its changes went wrong, or somebody wants to look at each again."""

    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Unanswered(Fact, kind="change.unanswered", stream="ticket"):
    """Nobody answered in time; it can be asked again."""


@dataclass(frozen=True, kw_only=True)
class ApproverLeft(Fact, kind="change.approver_left", stream="ticket"):
    """Somebody whose yes decided has left before it began: whoever follows them is asked anew."""

    person: int


@dataclass(frozen=True, kw_only=True)
class PolicySaved(Fact, kind="change_policy.saved", stream="change_policy"):
    """Who must agree to which changes was set up or edited in these fields."""

    name: str
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class PolicyRemoved(Fact, kind="change_policy.removed", stream="change_policy"):
    """A policy of approval is gone; whoever it has asked stays asked."""

    name: str


@dataclass(frozen=True, kw_only=True)
class PipelineAdded(Fact, kind="pipeline.added", stream="pipeline"):
    """One more pipeline tells what it puts live."""

    name: str
    provider: str


@dataclass(frozen=True, kw_only=True)
class PipelineChanged(Fact, kind="pipeline.changed", stream="pipeline"):
    """Something else is made of what it says; ``what`` names the fields."""

    what: list[str]


@dataclass(frozen=True, kw_only=True)
class PipelineKeyMade(Fact, kind="pipeline.key_made", stream="pipeline"):
    """It has another key, and another secret; the old ones open nothing."""


@dataclass(frozen=True, kw_only=True)
class PipelineSwitched(Fact, kind="pipeline.switched", stream="pipeline"):
    """It is listened to no more, or again."""

    is_active: bool


@dataclass(frozen=True, kw_only=True)
class DeploymentTold(Fact, kind="deployment.told", stream="deployment"):
    """Something began to go live, has gone live, failed or was rolled back."""

    service: int | None
    change: int | None
    progress: str


@dataclass(frozen=True, kw_only=True)
class GateAnswered(Fact, kind="gate.answered", stream="gate"):
    """A pipeline asked whether it may go on, and heard something it had not heard before."""

    service: int
    verdict: str
    change: int | None


@dataclass(frozen=True, kw_only=True)
class WatchSet(Fact, kind="drift_watch.set", stream="drift_watch"):
    """Attributes of a class are watched: nobody changes them without a change."""

    path: str
    attributes: list[str]
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class DriftFound(Fact, kind="drift.found", stream="drift"):
    """An item is other than it was, and no change said so."""

    item: int
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class DriftSettled(Fact, kind="drift.settled", stream="drift"):
    """It is justified, belongs to a change, or was raised as one."""

    item: int
    how: str
    change: int | None


@dataclass(frozen=True, kw_only=True)
class WatchEnded(Fact, kind="drift_watch.ended", stream="drift_watch"):
    """A class is watched no more."""

    path: str


@dataclass(frozen=True, kw_only=True)
class MeetingCalled(Fact, kind="board.meeting_called", stream="meeting"):
    """A board meets at that time, with so many changes on its agenda."""

    board: int
    at: datetime
    changes: int


@dataclass(frozen=True, kw_only=True)
class BoardDecided(Fact, kind="change.board_decided", stream="ticket"):
    """A board looked at it and came to this."""

    meeting: int
    board: str
    decision: str
    votes_for: int
    votes_against: int


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(Fact, kind="board.meeting_closed", stream="meeting"):
    """A meeting is over: its minutes stand."""

    board: int


@dataclass(frozen=True, kw_only=True)
class FreezeDeclared(Fact, kind="freeze.declared", stream="freeze"):
    """From then until then nothing is to be changed where it holds."""

    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class FreezeChanged(Fact, kind="freeze.changed", stream="freeze"):
    """It holds at other times or elsewhere, or lets something else through."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class FreezeLifted(Fact, kind="freeze.lifted", stream="freeze"):
    """It holds no longer."""


@dataclass(frozen=True, kw_only=True)
class LetThrough(Fact, kind="change.let_through", stream="ticket"):
    """Somebody let the change through a freeze, for a reason."""

    freeze: int
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StoppedAgain(Fact, kind="change.stopped_again", stream="ticket"):
    """The freeze stops it again: what let it through was taken back."""

    freeze: int
    name: str


@dataclass(frozen=True, kw_only=True)
class CalendarAddressMade(Fact, kind="change_calendar.address_made", stream="person"):
    """Somebody made an address for all of the calendar of changes, or that of a service or a team."""

    feed: int
    service: int | None
    team: int | None


@dataclass(frozen=True, kw_only=True)
class CalendarAddressClosed(Fact, kind="change_calendar.address_closed", stream="person"):
    """Such an address no longer opens."""

    feed: int


@dataclass(frozen=True, kw_only=True)
class CaughtByFreeze(Fact, kind="change.caught_by_freeze", stream="ticket"):
    """A freeze was declared, or changed, that stops it at the time that it has."""

    freeze: int
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FreedOfFreeze(Fact, kind="change.freed_of_freeze", stream="ticket"):
    """The freeze that stopped it was lifted, moved or narrowed."""

    freeze: int
    name: str


@dataclass(frozen=True, kw_only=True)
class FreezeFollowed(Fact, kind="freeze.followed", stream="freeze"):
    """It stops these changes, which were planned before; or stops them no more."""

    changes: list[int]
    stops: bool


FOR_PROGRAMS = (
    Submitted, Approved, TurnedDown, Scheduled, Begun, Finished, Recorded, BackedOut, Closed, Cancelled, FreezeDeclared,
    FreezeLifted, DeploymentTold, GateAnswered, DriftFound, DriftSettled,
)  # fmt: skip
"""What programs may hear of."""
FOR_THE_RECORD = (
    LetThrough, StoppedAgain, CaughtByFreeze, FreedOfFreeze, Drafted, Amended, Assessed, ApprovalAsked, Reworked,
    StepTaken, ModelSaved, ModelPromoted, ModelDemoted, Unanswered, PolicySaved, PolicyRemoved, PipelineAdded,
    PipelineChanged, PipelineKeyMade, PipelineSwitched, WatchSet, WatchEnded, BoardDecided, HarmFound, HarmCleared,
    CalendarAddressMade, CalendarAddressClosed,
)  # fmt: skip
"""What is told for the record alone."""
