"""What suspects add to the incident room: the changes that may have caused it, most suspect first."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.insight.verdicts import queries
from watchkeep.insight.verdicts.permissions import P
from watchkeep.insight.verdicts.queries import Suspect
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Change
from watchkeep.work.incidents.models import Incident, State

LOOKED_FOR = (State.CLOSED, State.CANCELLED)
"""When it is over nobody looks for suspects any more."""


@dataclass(frozen=True)
class Suspects:
    """The panel."""

    found: list[tuple[Suspect, bool]]
    """Each with whether the reader may take it back now: it did harm, and it can be."""
    may_say: bool


def _gather(incident: Incident, actor: Actor, _known: Known) -> Suspects | None:
    if incident.is_merged or incident.state in LOOKED_FOR or not actor.may(P.SEE):
        return None
    found = queries.suspects_of(incident, actor)
    shown = [(one, one.is_worse and _may_be_taken_back(one.change, actor)) for one in found]
    return Suspects(shown, actor.may(P.SUSPECT)) if found else None


def _may_be_taken_back(change: Change, actor: Actor) -> bool:
    return any(step.verb == "back_out" for step in changes.open_to(change, actor))


PANELS = (Panel(place="main", order=20, template="verdicts/suspects.html", gather=_gather),)
