"""Who would be asked for a change if it were asked now, and by which policy."""

from typing import Any

from watchkeep.doors.console.changes.parts import ChangePart
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import queries
from watchkeep.work.changes.models import Change, Kind


def foresee(change: Change, actor: Actor) -> Any:  # noqa: ARG001  # the page was found for this actor
    """Before anybody is asked; a standard change asks nobody."""
    if change.state not in {"draft", "assessing"} or change.kind == Kind.STANDARD:
        return None
    verdict, stages = queries.preview_of(change)
    return {
        "policies": verdict.policies,
        "stages": [(stage, people, stage.needed_of(len(people))) for stage, people in stages],
    }


PARTS = (ChangePart("aside", 20, "approvals/foreseen.html", foresee),)
