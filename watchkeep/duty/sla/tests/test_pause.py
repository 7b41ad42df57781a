from datetime import UTC, datetime, timedelta

from testing import make
from testing.harness import sweep, told
from watchkeep.duty.sla import jobs, queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(**delta):
    return clock.frozen(NOON + timedelta(**delta))


def running_for(minutes):
    make.target("resolution", minutes, priority=3)
    with after(minutes=0):
        return make.incident("in_progress")


def test_a_held_incident_rests_with_the_reason_of_the_hold():
    incident = running_for(60)
    with after(minutes=20):
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    row = make.clock(ticket=incident.ticket)
    assert (row.kind, row.due_at, row.counted_seconds) == ("paused", None, 20 * 60)
    assert queries.explain(row).rows[-1].segment.reason == "Waiting for a part"
    assert "sla.paused" in told("ticket", incident.pk)


def test_the_rest_does_not_count():
    incident = running_for(60)
    with after(minutes=20):
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    with after(hours=30):
        incidents.resume(incident, by=CLOCK)
    row = make.clock(ticket=incident.ticket)
    assert row.due_at == NOON + timedelta(hours=30, minutes=40)


def test_a_resting_clock_never_breaches():
    incident = running_for(60)
    with after(minutes=20):
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    with after(days=3):
        assert sweep(jobs.tell_moments) == 0
    assert "sla.breached" not in told("ticket", incident.pk)


def test_a_pause_that_comes_after_the_breach_does_not_hide_it():
    incident = running_for(60)
    with after(minutes=61):
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    kinds = told("ticket", incident.pk)
    assert kinds.index("sla.breached") < kinds.index("sla.paused")


def test_a_warning_that_was_given_is_not_given_again_after_a_pause():
    incident = running_for(60)
    with after(minutes=50):
        sweep(jobs.tell_moments)
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    with after(minutes=80):
        incidents.resume(incident, by=CLOCK)
        sweep(jobs.tell_moments)
    assert told("ticket", incident.pk).count("sla.at_risk") == 1
