"""Starting."""

from testing import make
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import State


def test_beginning_to_work_is_an_answer():
    incident = make.incident(State.TRIAGED)
    assert incident.acknowledged_at is None
    life.start(incident, by=make.actor(make.ana()))
    assert incident.acknowledged_at is not None
    assert incident.state == State.IN_PROGRESS
