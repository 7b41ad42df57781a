"""What automation tells. Facts of a run stand on the ticket's timeline; ``step`` is its place, from 0."""

from dataclasses import dataclass, field
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Created(Fact, kind="procedure.created", stream="procedure"):
    """Somebody began to write a procedure down."""

    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Edited(Fact, kind="procedure.edited", stream="procedure"):
    """What is known about a procedure was changed; its versions were not."""

    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Fact, kind="procedure.draft_saved", stream="procedure"):
    """The next version was written at."""

    number: int
    steps: int


@dataclass(frozen=True, kw_only=True)
class DraftDropped(Fact, kind="procedure.draft_dropped", stream="procedure"):
    """The next version was thrown away."""

    number: int


@dataclass(frozen=True, kw_only=True)
class Restored(Fact, kind="procedure.restored", stream="procedure"):
    """An earlier version became the draft of the next one."""

    number: int
    out_of: int


@dataclass(frozen=True, kw_only=True)
class Published(Fact, kind="procedure.published", stream="procedure"):
    """A version is what runs from now on; runs that go on keep theirs."""

    number: int
    steps: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Reviewed(Fact, kind="procedure.reviewed", stream="procedure"):
    """Somebody read it and found it right; the next reading is due then."""

    review_on: str | None


@dataclass(frozen=True, kw_only=True)
class MarkedStale(Fact, kind="procedure.marked_stale", stream="procedure"):
    """What it applies to has changed; it may be wrong now."""

    slug: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Tied(Fact, kind="procedure.tied", stream="procedure"):
    """It applies to a service, a class of assets, or alerts with such labels."""

    tie: int
    service: int | None = None
    item_class: str = ""
    matchers: str = ""


@dataclass(frozen=True, kw_only=True)
class Untied(Fact, kind="procedure.untied", stream="procedure"):
    """It no longer applies there."""

    tie: int


@dataclass(frozen=True, kw_only=True)
class Retired(Fact, kind="procedure.retired", stream="procedure"):
    """It is no longer offered; what ran stays on record."""


@dataclass(frozen=True, kw_only=True)
class Revived(Fact, kind="procedure.revived", stream="procedure"):
    """It is offered again."""


@dataclass(frozen=True, kw_only=True)
class RunStarted(Fact, kind="run.started", stream="ticket"):
    """A procedure begins on an incident, in the version of that moment."""

    run: int
    procedure: int
    name: str
    version: int
    steps: int


@dataclass(frozen=True, kw_only=True)
class RunStopped(Fact, kind="run.stopped", stream="ticket"):
    """A step failed, and the run waits until somebody decides."""

    run: int
    name: str
    step: int


@dataclass(frozen=True, kw_only=True)
class RunResumed(Fact, kind="run.resumed", stream="ticket"):
    """The step that failed is tried again, or passed over: the run goes on."""

    run: int
    name: str


@dataclass(frozen=True, kw_only=True)
class RunFinished(Fact, kind="run.finished", stream="ticket"):
    """Every step is done or was skipped."""

    run: int
    name: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class RunCancelled(Fact, kind="run.cancelled", stream="ticket"):
    """A run ended before its last step."""

    run: int
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class UndoStarted(Fact, kind="run.undo_started", stream="ticket"):
    """What was done is taken back, the last step first."""

    run: int
    name: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Undone(Fact, kind="run.undone", stream="ticket"):
    """What can be taken back has been."""

    run: int
    name: str


@dataclass(frozen=True, kw_only=True)
class RunRated(Fact, kind="run.rated", stream="ticket"):
    """Whoever worked by it says whether it helped."""

    run: int
    name: str
    helped: bool


@dataclass(frozen=True, kw_only=True)
class HolderNamed(Fact, kind="run.holder_named", stream="ticket"):
    """The steps of a role are somebody's (None: nobody's) on this incident."""

    role: str
    person: int | None


@dataclass(frozen=True, kw_only=True)
class StepApproved(Fact, kind="step.approved", stream="ticket"):
    """Somebody else agrees that it may be done."""

    run: int
    step: int
    title: str


@dataclass(frozen=True, kw_only=True)
class StepTaken(Fact, kind="step.taken", stream="ticket"):
    """Somebody is at it."""

    run: int
    step: int
    title: str
    person: int | None


@dataclass(frozen=True, kw_only=True)
class MachineCalled(Fact, kind="step.machine_called", stream="ticket"):
    """A step that the machine does unasked is ready for it."""

    run: int
    step: int
    title: str


@dataclass(frozen=True, kw_only=True)
class StepFinished(Fact, kind="step.finished", stream="ticket"):
    """A step is done. ``answer`` is what was found, where the step asks."""

    run: int
    step: int
    title: str
    answer: str = ""
    has_evidence: bool = False
    was_late: bool = False


@dataclass(frozen=True, kw_only=True)
class StepSkipped(Fact, kind="step.skipped", stream="ticket"):
    """A step was left out: by a person with a reason, or because its condition does not hold."""

    run: int
    step: int
    title: str
    reason: str
    by_condition: bool = False


@dataclass(frozen=True, kw_only=True)
class StepFailed(Fact, kind="step.failed", stream="ticket"):
    """A step did not work."""

    run: int
    step: int
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepRetried(Fact, kind="step.retried", stream="ticket"):
    """A step that failed may be done once more."""

    run: int
    step: int
    title: str


@dataclass(frozen=True, kw_only=True)
class StepLate(Fact, kind="step.late", stream="ticket"):
    """A step was due and is not done."""

    run: int
    step: int
    title: str
    role: str
    person: int | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class StepUndone(Fact, kind="step.undone", stream="ticket"):
    """What a step did has been taken back."""

    run: int
    step: int
    title: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class UndoLeft(Fact, kind="step.undo_left", stream="ticket"):
    """What a step did stays as it is, though the run was taken back."""

    run: int
    step: int
    title: str
    note: str


FOR_PROGRAMS = (RunStarted, RunStopped, RunFinished, RunCancelled, StepFailed, StepFinished)
"""What programs may hear of."""

FOR_THE_RECORD = (
    Created,
    Edited,
    DraftSaved,
    DraftDropped,
    Restored,
    Published,
    Reviewed,
    Tied,
    Untied,
    Retired,
    Revived,
    RunResumed,
    UndoStarted,
    RunRated,
    HolderNamed,
    StepApproved,
    StepTaken,
    StepSkipped,
    StepRetried,
    StepUndone,
    UndoLeft,
)
"""What nobody hears."""
