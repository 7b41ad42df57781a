"""Restoring: the service is back, the cause may not be dealt with."""

from datetime import timedelta

import pytest

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import State


def test_restored_is_not_resolved():
    incident = make.incident(State.IN_PROGRESS)
    life.restore(incident, by=CLOCK)
    assert incident.state == State.RESTORED
    assert incident.is_open
    assert incident.restored_at is not None
    assert incident.resolved_at is None


def test_it_may_have_been_back_for_a_while():
    with clock.travel(hours=-2):
        incident = make.incident()
    earlier = clock.now() - timedelta(hours=1)
    life.restore(incident, by=CLOCK, at=earlier)
    assert incident.restored_at == earlier


@pytest.mark.parametrize("hours", [-30, 1])
def test_it_was_not_back_before_it_broke_nor_in_the_future(hours):
    incident = make.incident()
    with pytest.raises(Refused):
        life.restore(incident, by=CLOCK, at=clock.now() + timedelta(hours=hours))
