"""Holding and resuming."""

from testing import make
from testing.harness import last_told
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import State


def test_the_reason_stands_on_the_incident_and_in_the_fact():
    incident = make.incident(State.IN_PROGRESS)
    life.hold(incident, by=make.actor(make.ana()), reason="  Waiting for the supplier ")
    assert incident.hold_reason == "Waiting for the supplier"
    assert last_told("ticket", incident.pk, "incident", "ticket").data == {"reason": "Waiting for the supplier"}


def test_going_on_forgets_the_reason():
    incident = make.incident(State.ON_HOLD)
    life.resume(incident, by=make.actor(make.ana()))
    assert (incident.hold_reason, incident.state) == ("", State.IN_PROGRESS)
