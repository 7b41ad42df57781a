"""Why the incident has its priority, in the room: loud only where a suggestion waits for a word."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents import queries
from watchkeep.work.incidents.models import Assessment, Incident, Reckoning
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.permissions import P as Tickets

RECKONED = rows(Reckoning, "incident")


@dataclass(frozen=True)
class Why:
    """How the priority came about, and what the reader may do about it."""

    assessment: Assessment
    last: Reckoning | None
    may: bool
    may_major: bool

    @property
    def may_refuse(self) -> bool:
        """Whether there is something to refuse."""
        return self.may and bool(self.assessment.has_suggestion or self.assessment.last)


def suggestion(incident: Incident, actor: Actor, _known: Known) -> Assessment | None:
    """What would follow, if nobody had pinned the priority."""
    if not (actor.may(P.PRIORITISE) and incident.is_pinned and incident.is_open):
        return None
    assessment = queries.assessment_of(incident)
    return assessment if assessment.has_suggestion else None


def why(incident: Incident, actor: Actor, known: Known) -> Why | None:
    """How its priority came about: for those who work on it."""
    if not actor.may(Tickets.SEE):
        return None
    may = actor.may(P.PRIORITISE) and incident.is_open
    may_major = actor.may(P.DECLARE_MAJOR) and not incident.is_merged
    last = queries.reckonings(incident).first() if RECKONED in known else None
    return Why(queries.assessment_of(incident), last, may, may_major)


PANELS = (
    Panel(place="notice", order=20, template="priority/suggestion.html", gather=suggestion),
    Panel(place="aside", order=5, template="priority/why.html", gather=why, reads=(RECKONED,)),
)
