"""What a run on this incident wants of a person: an approval or an answer. One line each, in the incident room."""

from typing import Any

from watchkeep.doors.console.panels import Panel
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.connections.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident

MOST = 5
RUNS = rows(ActionRun, "ticket")


def gather(incident: Incident, actor: Actor, known: Known) -> dict[str, Any] | None:
    """The runs that wait for somebody; nothing when none does."""
    if RUNS not in known or not actor.may(P.SEE_RUNS):
        return None
    runs = list(queries.that_want_a_person(incident.pk, actor)[:MOST])
    return {"runs": runs} if runs else None


PANELS = (Panel(place="notice", order=60, template="actions/panel.html", gather=gather, reads=(RUNS,)),)
