"""Whatever stops a change stops it before its time is taken, and again before it begins."""

from watchkeep.kernel.errors import Refused
from watchkeep.work.changes import queries
from watchkeep.work.changes.models import Change


def refuse_stopped(change: Change) -> None:
    """Refuse (field ``starts_at``, code ``conflict``), in the words of what stops it; what only warns does not."""
    if stops := [one.words for one in queries.conflicts_of(change) if one.stops]:
        raise Refused(" ".join(stops[:3]), field="starts_at", code="conflict")
