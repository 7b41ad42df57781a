"""What stands against the time of a change, on its page."""

from watchkeep.doors.console.changes import against
from watchkeep.doors.console.changes.parts import ChangePart
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change


def _against(change: Change, _actor: Actor) -> against.Against | None:
    return against.standing(change)


PARTS = (ChangePart(place="main", order=10, template="changes/standing.html", gather=_against),)
