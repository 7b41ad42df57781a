"""Cancelling."""

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import State


def test_a_false_alarm_says_why():
    incident = make.incident()
    life.cancel(incident, by=CLOCK, reason="A planned restart")
    assert (incident.state, incident.cancel_reason, incident.is_open) == (State.CANCELLED, "A planned restart", False)


def test_what_was_cancelled_by_mistake_comes_back():
    incident = make.incident(State.CANCELLED)
    life.reopen(incident, by=make.actor(make.ana()), reason="It was real")
    assert (incident.state, incident.is_open, incident.ticket.closed_at) == (State.IN_PROGRESS, True, None)
