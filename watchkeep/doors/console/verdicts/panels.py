"""What suspects add to the incident room: the changes that may have caused it, most suspect first."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.insight.verdicts import queries
from watchkeep.insight.verdicts.permissions import P
from watchkeep.insight.verdicts.queries import Suspect
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known
from watchkeep.work.incidents.models import Incident, State

LOOKED_FOR = (State.CLOSED, State.CANCELLED)
"""When it is over nobody looks for suspects any more."""


@dataclass(frozen=True)
class Suspects:
    """The panel."""

    found: list[Suspect]
    may_say: bool


def _gather(incident: Incident, actor: Actor, _known: Known) -> Suspects | None:
    if incident.is_merged or incident.state in LOOKED_FOR or not actor.may(P.SEE):
        return None
    found = queries.suspects_of(incident, actor)
    return Suspects(found, actor.may(P.SUSPECT)) if found else None


PANELS = (Panel(place="main", order=20, template="verdicts/suspects.html", gather=_gather),)
