"""Reopening, within the grace period."""

import pytest

from testing import make
from testing.harness import last_told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import State


@pytest.mark.parametrize("state", [State.RESTORED, State.RESOLVED, State.CLOSED, State.CANCELLED])
def test_whoever_works_on_it_takes_it_on(state):
    incident = make.incident(state)
    life.reopen(incident, by=make.actor(make.ana()), reason="Still down")
    assert incident.state == State.IN_PROGRESS
    assert (incident.restored_at, incident.resolved_at, incident.close_after) == (None, None, None)
    assert incident.reopened_count == 1
    fact = last_told("ticket", incident.pk, "incident", "ticket")
    assert fact.data == {"was": state, "reason": "Still down", "is_attended": True}


def test_when_a_machine_says_it_is_back_somebody_must_be_found_again():
    incident = make.incident(State.RESTORED)
    life.reopen(incident, by=CLOCK)
    assert incident.state == State.NEW
    assert last_told("ticket", incident.pk, "incident", "ticket").data["is_attended"] is False
    life.acknowledge(incident, by=make.actor(make.ana()))


@pytest.mark.parametrize("state", [State.RESOLVED, State.CLOSED, State.CANCELLED])
def test_after_the_grace_period_it_stays_ended(state):
    incident, ana = make.incident(state), make.actor(make.ana())
    with clock.travel(days=7, seconds=1):
        assert "reopen" not in [step.verb for step in life.open_to(incident, ana)]
        with pytest.raises(Refused) as refused:
            life.reopen(incident, by=ana)
    assert refused.value.code == "grace_over"


def test_what_is_only_restored_may_come_back_at_any_time():
    incident = make.incident(State.RESTORED)
    with clock.travel(days=30):
        life.reopen(incident, by=make.actor(make.ana()))
    assert incident.state == State.IN_PROGRESS
