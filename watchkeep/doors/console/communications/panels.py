"""Communication in the room: what lies ready for whom, who hears next and when, what was said last."""

from typing import Any

from watchkeep.doors.console.panels import Panel
from watchkeep.duty.communications import queries
from watchkeep.duty.communications.models import Expectation, Message
from watchkeep.duty.communications.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident

MESSAGES, EXPECTED = rows(Message, "ticket"), rows(Expectation, "ticket")


def gather(incident: Incident, actor: Actor, known: Known) -> queries.Panel | None:
    """Read it, in two queries; nothing for those who may not see communication."""
    if incident.is_merged or not actor.may(P.SEE):
        return None
    told = queries.panel(incident.pk, actor) if known & {MESSAGES, EXPECTED} else None
    return told or (EMPTY if incident.is_open and actor.may(P.SEND) else None)


EMPTY: Any = queries.Panel([], [], may_send=True)
PANELS = (
    Panel(place="main", order=40, template="communications/panel.html", gather=gather, reads=(MESSAGES, EXPECTED)),
)
