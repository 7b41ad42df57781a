from datetime import timedelta

import pytest

from testing import make
from testing.harness import sweep, told
from watchkeep.kernel import clock, wires
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import jobs, life
from watchkeep.work.incidents.events import Closed
from watchkeep.work.incidents.models import Incident, State


@pytest.fixture
def hindered(monkeypatch):
    """An incident that something stands against closing, its grace period over."""

    def refuse(_fact):
        raise Refused("Its root cause is missing.")

    monkeypatch.setitem(wires._at_once, Closed, (refuse,))
    with clock.travel(days=-8):
        return make.incident(State.RESOLVED)


def test_what_cannot_be_closed_is_put_off_with_its_reason_and_not_tried_again_at_once(hindered):
    assert sweep(jobs.close_due, limit=20) == 1
    hindered.refresh_from_db()
    assert hindered.close_hindrance == "Its root cause is missing."
    assert hindered.close_after > clock.now() + timedelta(hours=5)
    assert hindered.ticket.state == State.RESOLVED


def test_the_same_reason_is_told_once(hindered):
    for hours in (0, 7, 14):
        with clock.travel(hours=hours):
            assert sweep(jobs.close_due, limit=20) == 1
    assert told("ticket", hindered.pk, "incident").count("incident.closing_put_off") == 1


def test_once_nothing_stands_against_it_the_next_sweep_closes_it(hindered, monkeypatch):
    sweep(jobs.close_due)
    monkeypatch.setitem(wires._at_once, Closed, ())
    life.try_closing_again(hindered.pk)
    sweep(jobs.close_due)
    closed = Incident.objects.get(pk=hindered.pk)
    assert (closed.state, closed.close_hindrance, closed.close_after) == (State.CLOSED, "", None)


def test_a_reopened_one_has_no_hindrance(hindered):
    sweep(jobs.close_due)
    Incident.objects.filter(pk=hindered.pk).update(reopen_until=clock.now() + timedelta(hours=1))
    hindered.refresh_from_db()
    life.reopen(hindered, by=make.actor(make.ana()))
    assert hindered.close_hindrance == ""
