"""Those who wait hear on time, or everybody sees that they did not."""

from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import run_later, sweep, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.response import jobs, queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def incident():
    with clock.frozen(NOON):
        return make.incident(severity=1)


def due(incident):
    """Minutes after noon, by audience."""
    rows = queries.standing(incident.pk).due
    return {row.audience: (row.due_at - NOON) / timedelta(minutes=1) for row in rows}


def post(incident, minutes, **more):
    with clock.frozen(NOON + timedelta(minutes=minutes)):
        incidents.post_update(incident, by=CLOCK, body="Still looking.", **more)


def test_the_first_updates_are_due_as_the_plan_says(incident):
    assert due(incident) == {"internal": 15, "public": 30}


def test_an_internal_update_moves_only_the_internal_moment(incident):
    post(incident, 10, is_public=False)
    assert due(incident) == {"internal": 40, "public": 30}


def test_what_everybody_may_read_we_have_read_as_well(incident):
    post(incident, 10)
    assert due(incident) == {"internal": 40, "public": 40}


def test_a_sooner_promise_binds_those_to_whom_it_was_made(incident):
    post(incident, 10, next_update_at=NOON + timedelta(minutes=20))
    assert due(incident) == {"internal": 40, "public": 20}


def test_a_late_update_is_told_once_and_somebody_is_reminded(incident):
    incidents.acknowledge(incident, by=make.actor(make.ana()))
    with clock.frozen(NOON + timedelta(minutes=16)):
        assert sweep(jobs.tell_late) == 1
        assert sweep(jobs.tell_late) == 0
        assert [one.audience for one in queries.standing(incident.pk).late] == ["internal"]
    run_later()
    assert told("ticket", incident.pk).count("response.update_late") == 1
    assert {row.person for row in Delivery.objects.filter(subject__contains="Internal update is overdue")} == {
        make.ana()
    }


def test_an_update_after_a_late_one_begins_anew(incident):
    with clock.frozen(NOON + timedelta(minutes=31)):
        sweep(jobs.tell_late)
    post(incident, 32)
    with clock.frozen(NOON + timedelta(minutes=63)):
        assert sweep(jobs.tell_late) == 2


def test_after_a_day_of_downtime_the_sweep_finds_what_is_late(incident):
    with clock.frozen(NOON + timedelta(days=1)):
        assert sweep(jobs.tell_late) == 2


@pytest.mark.parametrize("end", ["restore", "resolve", "cancel"])
def test_when_it_is_over_nobody_waits(incident, end):
    given = {"resolve": {"fix": "Rolled back"}, "cancel": {"reason": "A false alarm"}}.get(end, {})
    with clock.frozen(NOON + timedelta(minutes=5)):
        getattr(incidents, end)(incident, by=CLOCK, **given)
    assert due(incident) == {}


def test_a_lesser_severity_without_a_rhythm_makes_nothing_due():
    assert queries.standing(make.incident(severity=4).pk).due == []


def test_a_worse_severity_makes_updates_due_sooner(incident):
    with clock.frozen(NOON):
        other = make.incident(severity=2)
    with clock.frozen(NOON + timedelta(minutes=1)):
        incidents.set_severity(other, by=CLOCK, severity=1)
    assert due(other) == {"internal": 16, "public": 31}
