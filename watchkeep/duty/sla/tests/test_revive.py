from datetime import UTC, datetime, timedelta

from testing import make
from watchkeep.duty.sla import queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(**delta):
    return clock.frozen(NOON + timedelta(**delta))


def restored_after_half_an_hour():
    make.target("resolution", 60, priority=3)
    with after(minutes=0):
        incident = make.incident("in_progress")
    with after(minutes=30):
        incidents.restore(incident, by=CLOCK)
    return incident


def test_a_reopened_incident_counts_on_without_the_time_in_between():
    incident = restored_after_half_an_hour()
    with after(hours=24):
        incidents.reopen(incident, by=CLOCK, reason="Down again")
    row = make.clock(ticket=incident.ticket)
    assert (row.kind, row.due_at) == ("running", NOON + timedelta(hours=24, minutes=30))


def test_reopening_leaves_the_line_that_says_met():
    incident = restored_after_half_an_hour()
    with after(hours=24):
        incidents.reopen(incident, by=CLOCK, reason="Down again")
    ledger = queries.ledger_of(make.clock(ticket=incident.ticket))
    assert [line.kind for line in ledger] == ["running", "met", "running"]


def test_a_response_that_was_given_stays_given():
    incident = restored_after_half_an_hour()
    with after(hours=24):
        incidents.reopen(incident, by=CLOCK, reason="Down again")
    assert make.clock("response", ticket=incident.ticket).kind == "met"


def test_a_response_that_nobody_gave_is_due_again():
    with after(minutes=0):
        incident = make.incident()
    with after(minutes=5):
        incidents.restore(incident, by=CLOCK)
    with after(minutes=10):
        incidents.reopen(incident, by=CLOCK, reason="Down again")
    row = make.clock("response", ticket=incident.ticket)
    assert (row.kind, row.counted_seconds) == ("running", 300)


def test_what_is_no_longer_merged_counts_on_and_rests_when_it_had_rested():
    make.target("resolution", 60, priority=3)
    with after(minutes=0):
        other, running, resting = make.incident("in_progress"), make.incident("in_progress"), make.incident("on_hold")
    with after(minutes=10):
        incidents.merge(running, into=other, by=CLOCK)
        incidents.merge(resting, into=other, by=CLOCK)
    assert make.clock(ticket=running.ticket).kind == "stopped"
    with after(minutes=50):
        incidents.unmerge(running, by=CLOCK)
        incidents.unmerge(resting, by=CLOCK)
    assert make.clock(ticket=running.ticket).due_at == NOON + timedelta(minutes=100)
    assert make.clock(ticket=resting.ticket).kind == "paused"
