"""What reviews tell. What belongs to an incident's story stands in the ticket's stream under the incident's id."""

from dataclasses import dataclass, field
from datetime import date, datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(Fact, kind="review.opened", stream="ticket"):
    """The incident is to be reviewed by then."""

    review: int
    number: str
    severity: int | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReviewNudged(Fact, kind="review.nudged", stream="ticket"):
    """Its people are reminded (``soon``), told that it is late, or those above them are (``escalated``)."""

    review: int
    number: str
    stage: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReviewPublished(Fact, kind="review.published", stream="ticket"):
    """It can be read by everybody with the permission, and is not changed any more."""

    review: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ReviewWaived(Fact, kind="review.waived", stream="ticket"):
    """Somebody who may decided that this incident needs no review and no root cause."""

    review: int
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReviewResumed(Fact, kind="review.resumed", stream="ticket"):
    """It is to be written after all."""

    review: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ReviewEdited(Fact, kind="review.edited", stream="review"):
    """Texts, owner or the answer about detection were changed. The texts themselves stay on the review.

    `meeting_at` is when they meet, if the owner is another one and they still will.
    """

    fields: list[str]
    version: int
    owner: int | None = None
    was_owner: int | None = None
    meeting_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TimelineMarked(Fact, kind="review.timeline_marked", stream="review"):
    """An entry of the timeline was ``pinned``, ``unpinned``, ``noted``, ``added`` or ``corrected``."""

    act: str
    entry: int
    about: int | None


@dataclass(frozen=True, kw_only=True)
class ParticipantAdded(Fact, kind="review.participant_added", stream="review"):
    """Somebody takes part, or signs it off. ``meeting_at``: the meeting to which they are asked because of it."""

    person: int
    must_sign: bool
    meeting_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ParticipantRemoved(Fact, kind="review.participant_removed", stream="review"):
    """Somebody no longer takes part. ``meeting_at``: the meeting that leaves their calendar."""

    person: int
    meeting_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingSet(Fact, kind="review.meeting_set", stream="review"):
    """Everybody who takes part meets then: ``guests``, by id. Whoever comes later is told of by a fact of their own."""

    meeting_at: datetime
    minutes: int
    sequence: int
    guests: list[int] | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingCalledOff(Fact, kind="review.meeting_called_off", stream="review"):
    """They do not meet after all. It was to take so many minutes from ``meeting_at`` on."""

    meeting_at: datetime
    minutes: int
    sequence: int


@dataclass(frozen=True, kw_only=True)
class SignOffAsked(Fact, kind="review.sign_off_asked", stream="review"):
    """It is written; those who must sign it are asked."""

    signers: list[int]


@dataclass(frozen=True, kw_only=True)
class Signed(Fact, kind="review.signed", stream="review"):
    """Somebody stands by it with their name."""

    person: int


@dataclass(frozen=True, kw_only=True)
class SentBack(Fact, kind="review.sent_back", stream="review"):
    """It needs more work; signatures so far no longer count."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AddendumAdded(Fact, kind="review.addendum_added", stream="review"):
    """Something became known after it was published."""

    addendum: int


@dataclass(frozen=True, kw_only=True)
class CauseRecorded(Fact, kind="cause.recorded", stream="review"):
    """Something had a part in it."""

    node: int
    part: str
    category: int | None


@dataclass(frozen=True, kw_only=True)
class CauseEdited(Fact, kind="cause.edited", stream="review"):
    """It is put in other words, or under another kind of cause."""

    node: int
    fields: list[str]
    category: int | None


@dataclass(frozen=True, kw_only=True)
class CauseRemoved(Fact, kind="cause.removed", stream="review"):
    """It had no part in it after all."""

    node: int
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class CausesTied(Fact, kind="cause.tied", stream="review"):
    """One thing led to another."""

    cause: int
    effect: int


@dataclass(frozen=True, kw_only=True)
class CausesUntied(Fact, kind="cause.untied", stream="review"):
    """It did not, after all."""

    cause: int
    effect: int


@dataclass(frozen=True, kw_only=True)
class CategoryProposed(Fact, kind="cause_category.proposed", stream="cause_category"):
    """Somebody misses a kind of cause."""

    name: str


@dataclass(frozen=True, kw_only=True)
class CategoryDecided(Fact, kind="cause_category.decided", stream="cause_category"):
    """A proposal was accepted or declined, or a kind of cause retired."""

    name: str
    state: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RequirementSet(Fact, kind="root_cause.requirement_set", stream="requirement"):
    """What a severity requires before it can be closed was changed."""

    severity: int
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ActionOpened(Fact, kind="corrective.opened", stream="corrective"):
    """Somebody is to do something by a day."""

    number: str
    review: int | None
    owner: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ActionEdited(Fact, kind="corrective.edited", stream="corrective"):
    """Words, owner or date of an action were changed."""

    fields: list[str]
    owner: int
    was_owner: int


@dataclass(frozen=True, kw_only=True)
class ActionDone(Fact, kind="corrective.done", stream="corrective"):
    """It is done, and from now on watched for a recurrence."""

    number: str
    watch_until: datetime


@dataclass(frozen=True, kw_only=True)
class ActionHeld(Fact, kind="corrective.held", stream="corrective"):
    """So many days without a recurrence; after ninety it counts as proven."""

    number: str
    days: int


@dataclass(frozen=True, kw_only=True)
class ActionReopened(Fact, kind="corrective.reopened", stream="corrective"):
    """It did not help, or not enough. ``recurred_in`` is the incident that shows it, ``same`` what they share."""

    number: str
    reason: str
    owner: int
    recurred_in: int | None = None
    same: str = ""


@dataclass(frozen=True, kw_only=True)
class Recurred(Fact, kind="corrective.recurred", stream="ticket"):
    """This incident is what an action should have prevented: the action is open again."""

    action: int
    number: str
    title: str
    same: str


@dataclass(frozen=True, kw_only=True)
class ActionDropped(Fact, kind="corrective.dropped", stream="corrective"):
    """It will not be done."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ActionNudged(Fact, kind="corrective.nudged", stream="corrective"):
    """Its owner is reminded (``soon``), told that it is late, or those above are told (``escalated``)."""

    number: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class TaskPlanned(Fact, kind="preventive.planned", stream="preventive"):
    """Something is done again and again from now on."""

    number: str
    next_on: date
    owner: int


@dataclass(frozen=True, kw_only=True)
class TaskEdited(Fact, kind="preventive.edited", stream="preventive"):
    """Schedule, owner or words of a preventive task were changed."""

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class TaskDone(Fact, kind="preventive.done", stream="preventive"):
    """It was done for a day of its schedule."""

    number: str
    due_on: date
    next_on: date


@dataclass(frozen=True, kw_only=True)
class TaskEnded(Fact, kind="preventive.ended", stream="preventive"):
    """It is not needed any more."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TaskNudged(Fact, kind="preventive.nudged", stream="preventive"):
    """Its owner is told that it is due or late, or those above are told."""

    number: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class TaskMade(Fact, kind="preventive.made", stream="preventive"):
    """A change or a request was made of it, ahead of the day on which it is due."""

    number: str
    ticket: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class UpkeepSaved(Fact, kind="upkeep_policy.saved", stream="upkeep_policy"):
    """Something else becomes a preventive task by itself."""

    name: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class TaskRefused(Fact, kind="preventive.refused", stream="preventive"):
    """Nothing could be made of it ahead of its day; it is tried again."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TaskLeft(Fact, kind="preventive.left", stream="preventive"):
    """What was made of it came to nothing: it is still due."""

    number: str
    ticket: int


FOR_PROGRAMS = (
    ReviewOpened, ReviewNudged, ReviewPublished, ReviewWaived, ReviewResumed, ActionOpened, ActionDone, ActionReopened,
    Recurred, ActionNudged, TaskNudged,
)  # fmt: skip
"""What programs may hear of."""

FOR_THE_RECORD = (
    TimelineMarked, Signed, SentBack, CauseRemoved,
    CausesTied, CausesUntied, CategoryProposed, CategoryDecided, RequirementSet, ActionHeld, ActionDropped,
    TaskPlanned, TaskEdited, TaskDone, TaskEnded, TaskMade, TaskRefused, TaskLeft, UpkeepSaved,
)  # fmt: skip
"""What is told for the record alone."""
