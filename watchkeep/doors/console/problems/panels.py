"""What problems add to the incident room: known errors with their workarounds, and the way to a problem."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems import queries
from watchkeep.work.problems.models import Problem
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets.models import Link

TIES = rows(Link, "source")


@dataclass(frozen=True)
class Under:
    """The problems under an incident, and whether the reader may open one."""

    problems: list[Problem]
    may_open: bool


def _known_errors(incident: Incident, actor: Actor, _known: Known) -> list[Problem] | None:
    if not incident.is_open or not actor.may(P.SEE):
        return None
    return queries.known_errors(incident.ticket, actor, fingerprint=incident.fingerprint) or None


def _under(incident: Incident, actor: Actor, known: Known) -> Under | None:
    if not actor.may(P.SEE):
        return None
    found = queries.problems_under(incident.ticket, actor) if TIES in known else []
    return Under(found, actor.may(P.OPEN)) if found or actor.may(P.OPEN) else None


PANELS = (
    Panel(place="notice", order=40, template="problems/known.html", gather=_known_errors),
    Panel(place="aside", order=40, template="problems/under.html", gather=_under, reads=(TIES,)),
)
