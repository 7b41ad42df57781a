from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from testing import make
from testing.harness import sweep, told
from watchkeep.duty.sla import jobs, life
from watchkeep.duty.sla.models import Clock
from watchkeep.kernel import clock, facts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def after(**delta):
    return clock.frozen(NOON + timedelta(**delta))


def incident_due_in(minutes):
    make.target("resolution", minutes, priority=3)
    make.target("response", 10000, priority=3)
    with after(minutes=0):
        return make.incident()


def test_three_quarters_of_the_time_is_a_warning():
    incident = incident_due_in(60)
    with after(minutes=44, seconds=59):
        assert sweep(jobs.tell_moments) == 0
    with after(minutes=45):
        assert sweep(jobs.tell_moments) == 1
    assert told("ticket", incident.pk)[-1] == "sla.at_risk"


def test_the_breach_names_the_moment_at_which_it_was_due():
    incident = incident_due_in(60)
    with after(minutes=60):
        sweep(jobs.tell_moments)
    told_ = facts.told("ticket", incident.pk).last()
    assert (told_.kind, told_.data["due_at"]) == ("sla.breached", "2026-11-23T13:00:00Z")


def test_after_a_day_of_downtime_everything_is_told_once_and_in_order():
    incident = incident_due_in(60)
    with after(days=1):
        sweep(jobs.tell_moments)
        sweep(jobs.tell_moments)
    kinds = [kind for kind in told("ticket", incident.pk) if kind in {"sla.at_risk", "sla.breached"}]
    assert kinds == ["sla.at_risk", "sla.breached"]


def test_a_sweep_works_off_a_backlog_in_batches():
    for _ in range(5):
        incident_due_in(60)
    with after(days=1):
        assert [life.breach_due(limit=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_a_clock_that_somebody_turns_right_now_is_skipped_not_waited_for():
    incident = incident_due_in(60)
    locked, done = Event(), Event()

    def hold_the_row():
        with transaction.atomic():
            list(Clock.objects.select_for_update().filter(ticket=incident.pk))
            locked.set()
            done.wait(5)
        connection.close()

    holder = Thread(target=hold_the_row)
    holder.start()
    locked.wait(5)
    with after(days=1):
        assert life.breach_due() == 0
        done.set()
        holder.join()
        assert life.breach_due() == 1
