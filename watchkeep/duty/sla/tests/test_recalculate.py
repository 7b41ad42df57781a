from datetime import UTC, datetime, timedelta

from testing import make
from testing.harness import run_later, sweep, told
from watchkeep.duty.sla import jobs, queries
from watchkeep.duty.sla.models import Target
from watchkeep.estate.calendars.events import HoursEdited
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(**delta):
    return clock.frozen(NOON + timedelta(**delta))


def incident_with(low=240, high=60):
    make.target("resolution", low, priority=3)
    make.target("resolution", high, priority=1)
    with after(minutes=0):
        return make.incident("in_progress", impact=2, urgency=2)


def test_another_priority_is_another_promise_and_what_was_counted_stays_counted():
    incident = incident_with()
    with after(minutes=20):
        incidents.reprioritise(incident, by=CLOCK, impact=1, urgency=1)
    row = make.clock(ticket=incident.ticket)
    assert (row.due_at, row.counted_seconds) == (NOON + timedelta(minutes=60), 20 * 60)
    assert "sla.recalculated" in told("ticket", incident.pk)


def test_a_new_priority_forgets_no_pause():
    incident = incident_with()
    with after(minutes=10):
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    with after(minutes=500):
        incidents.reprioritise(incident, by=CLOCK, impact=1, urgency=1)
    row = make.clock(ticket=incident.ticket)
    assert (row.kind, row.counted_seconds) == ("paused", 600)
    with after(minutes=510):
        incidents.resume(incident, by=CLOCK)
    assert make.clock(ticket=incident.ticket).due_at == NOON + timedelta(minutes=560)


def test_a_clock_that_a_new_priority_makes_late_breaches_there_and_then():
    incident = incident_with()
    with after(minutes=90):
        incidents.reprioritise(incident, by=CLOCK, impact=1, urgency=1)
        sweep(jobs.tell_moments)
    row = make.clock(ticket=incident.ticket)
    assert row.breached_at == row.due_at == NOON + timedelta(minutes=90)


def test_a_longer_promise_puts_a_late_clock_in_time_again_and_what_was_told_stays_told():
    incident = incident_with(low=30, high=240)
    with after(minutes=40):
        sweep(jobs.tell_moments)
        incidents.reprioritise(incident, by=CLOCK, impact=1, urgency=1)
    row = make.clock(ticket=incident.ticket)
    assert (row.breached_at, row.due_at) == (None, NOON + timedelta(minutes=240))
    assert "sla.breached" in told("ticket", incident.pk)


def test_without_a_target_for_a_while_nothing_is_lost():
    incident = incident_with()
    Target.objects.filter(measure="resolution", priority=2).delete()
    with after(minutes=20):
        incidents.reprioritise(incident, by=CLOCK, impact=1, urgency=2)  # P2
    assert make.clock(ticket=incident.ticket).due_at is None
    with after(minutes=30):
        incidents.reprioritise(incident, by=CLOCK, impact=1, urgency=1)
    assert make.clock(ticket=incident.ticket).due_at == NOON + timedelta(minutes=60)


def test_another_service_may_have_another_target():
    incident = incident_with()
    shop = make.service("Web shop")
    make.target("resolution", 99, service=shop)
    with after(minutes=20):
        tickets.edit(incident.ticket, by=CLOCK, service=shop)
    assert make.clock(ticket=incident.ticket).due_at == NOON + timedelta(minutes=99)


def test_a_priority_that_stays_changes_nothing():
    incident = incident_with()
    with after(minutes=20):
        incidents.reprioritise(incident, by=CLOCK, impact=3, urgency=1)  # still P3
    assert len(queries.ledger_of(make.clock(ticket=incident.ticket))) == 1


def test_new_business_hours_move_the_due_moment_of_every_clock_in_them():
    hours = make.hours(time_zone="UTC")
    shop = make.service("Web shop", hours=hours)
    make.target("resolution", 360, service=shop, in_business_hours=True)
    with after(minutes=0):
        incident = make.incident("in_progress", service=shop)
    assert make.clock(ticket=incident.ticket).due_at == NOON + timedelta(hours=22)  # tomorrow at ten
    hours.week["mon"] = [["09:00", "20:00"]]
    hours.save()
    with after(minutes=30):
        tell(HoursEdited(record=hours.pk, by=CLOCK, changed=["week"]))
        run_later()
    row = make.clock(ticket=incident.ticket)
    assert (row.due_at, row.counted_seconds) == (NOON + timedelta(hours=6), 1800)
