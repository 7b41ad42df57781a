"""What stands against the time of a change, and what is altered around it, on its page."""

from watchkeep.doors.console.changes import against
from watchkeep.doors.console.changes.parts import ChangePart
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import queries
from watchkeep.work.changes.models import Change
from watchkeep.work.changes.queries import Neighbour


def _against(change: Change, _actor: Actor) -> against.Against | None:
    return against.standing(change)


def _near(change: Change, _actor: Actor) -> list[Neighbour] | None:
    return queries.neighbours_of(change) if against.is_ahead(change) else None


PARTS = (
    ChangePart(place="main", order=10, template="changes/standing.html", gather=_against),
    ChangePart(place="main", order=11, template="changes/near.html", gather=_near),
)
