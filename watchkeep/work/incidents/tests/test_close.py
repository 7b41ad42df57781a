"""Closing, by hand and by the clock."""

from testing import make
from testing.harness import sweep
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import jobs, life
from watchkeep.work.incidents.models import Incident, State


def test_the_clock_closes_what_nobody_disagreed_with():
    incident, young = make.incident(State.RESOLVED), make.incident(State.IN_PROGRESS)
    with clock.travel(days=6):
        life.resolve(young, by=CLOCK, fix="Restarted")
    with clock.travel(days=7, minutes=1):
        assert sweep(jobs.close_due) == 1
    assert Incident.objects.get(pk=incident.pk).state == State.CLOSED
    assert Incident.objects.get(pk=young.pk).state == State.RESOLVED


def test_what_is_closed_is_no_longer_due():
    make.incident(State.CLOSED)
    with clock.travel(days=8):
        assert jobs.close_due() == 0


def test_what_was_reopened_is_not_closed():
    incident = make.incident(State.RESOLVED)
    life.reopen(incident, by=CLOCK)
    with clock.travel(days=8):
        assert jobs.close_due() == 0


def test_it_remembers_when():
    now = clock.now()
    with clock.frozen(now):
        incident = make.incident(State.CLOSED)
    assert incident.ticket.closed_at == now
