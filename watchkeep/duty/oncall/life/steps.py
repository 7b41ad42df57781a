"""The map of an escalation's life, and the end of it.

Time takes the steps, or what happens to the incident; people take `escalate` and `page_somebody`.
"""

from watchkeep.duty.oncall import events
from watchkeep.duty.oncall.models import Escalation
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell
from watchkeep.kernel.lifecycle import Lifecycle, Step

State = Escalation.State

LIFE = Lifecycle(
    Step("escalate", (State.RUNNING,), None, may=P.ESCALATE),
    Step("page_somebody", (State.RUNNING, State.EXHAUSTED), State.RUNNING, may=P.ESCALATE),
    Step("exhaust", (State.RUNNING,), State.EXHAUSTED, may=P.ESCALATE),
    Step("answer", (State.RUNNING, State.EXHAUSTED), State.ACKNOWLEDGED, may=P.ESCALATE),
    Step("stop", (State.RUNNING,), State.STOPPED, may=P.ESCALATE),
)


def end(escalation: Escalation, verb: str, *, by: Actor | str, why: str = "") -> None:
    """Close the search, one way or another."""
    LIFE.move(escalation, verb, by=CLOCK, next_step_at=None, ended_at=clock.now())
    if why:
        tell(events.Stopped(record=escalation.ticket_id, by=by, escalation=escalation.pk, why=why))
