"""What reviews add to the incident room: whether one is due, and where it stands."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.insight.reviews.models import Review
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident, State

REVIEWS = rows(Review, "incident")


@dataclass(frozen=True)
class Standing:
    """The review of an incident, if there is one that the reader may see."""

    review: Review | None
    may_open: bool


def _gather(incident: Incident, actor: Actor, known: Known) -> Standing | None:
    if incident.state not in (State.RESTORED, State.RESOLVED, State.CLOSED) or not actor.may(P.SEE):
        return None
    reviews = Review.objects.visible_to(actor).filter(incident=incident).select_related("owner")
    found = reviews.first() if REVIEWS in known else None
    may_open = found is None and actor.may(P.WRITE) and not incident.is_merged
    return Standing(found, may_open) if found or may_open else None


PANELS = (Panel(place="aside", order=30, template="reviews/panel.html", gather=_gather, reads=(REVIEWS,)),)
