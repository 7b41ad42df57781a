"""The maps: how an announcement goes from phase to phase, and an update from draft to the public."""

from collections.abc import Sequence

from watchkeep.duty.announcements.models import Kind, State, Update
from watchkeep.duty.announcements.permissions import P
from watchkeep.kernel.lifecycle import Lifecycle, Step

_ANY = (State.DRAFT, State.INVESTIGATING, State.IDENTIFIED, State.MONITORING, State.RESOLVED)
_WORK = (State.SCHEDULED, State.IN_PROGRESS, State.VERIFYING)

LIFE = Lifecycle(
    Step("investigating", _ANY, State.INVESTIGATING, may=P.PUBLISH),
    Step("identified", _ANY, State.IDENTIFIED, may=P.PUBLISH),
    Step("monitoring", _ANY, State.MONITORING, may=P.PUBLISH),
    Step("resolved", _ANY, State.RESOLVED, may=P.PUBLISH),
    Step("scheduled", (State.DRAFT, State.SCHEDULED), State.SCHEDULED, may=P.PUBLISH),
    Step("in_progress", (State.DRAFT, *_WORK), State.IN_PROGRESS, may=P.PUBLISH),
    Step("verifying", (State.IN_PROGRESS, State.VERIFYING), State.VERIFYING, may=P.PUBLISH),
    Step("completed", (State.DRAFT, *_WORK, State.COMPLETED), State.COMPLETED, may=P.PUBLISH),
    Step("discard", (State.DRAFT,), State.DISCARDED, may=P.DRAFT),
)

UPDATES = Lifecycle(
    Step("publish", (Update.State.DRAFT,), Update.State.PUBLISHED, may=P.PUBLISH),
    Step("revise", (Update.State.DRAFT,), None, may=P.DRAFT),
    Step("discard", (Update.State.DRAFT,), Update.State.DISCARDED, may=P.DRAFT),
)

_PHASES = {
    Kind.INCIDENT: (State.INVESTIGATING, State.IDENTIFIED, State.MONITORING, State.RESOLVED),
    Kind.MAINTENANCE: (State.SCHEDULED, State.IN_PROGRESS, State.VERIFYING, State.COMPLETED),
}


def phases_of(kind: str) -> Sequence[State]:
    """The phases in which something of this kind can be, from first to last."""
    return _PHASES[Kind(kind)]
