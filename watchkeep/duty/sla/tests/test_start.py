from datetime import UTC, datetime

from testing import make
from testing.harness import told
from watchkeep.duty.sla import life
from watchkeep.duty.sla.models import Clock, Target, Terms
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def clocks(incident):
    return {row.measure: row for row in Clock.objects.filter(ticket=incident.pk).select_related("terms")}


def test_an_incident_starts_one_clock_for_each_measure():
    incident = make.incident()
    assert set(clocks(incident)) == {"response", "resolution"}
    assert told("ticket", incident.pk, "incident", "sla") == ["incident.opened", "sla.started", "sla.started"]


def test_the_default_targets_promise_fifteen_minutes_for_the_highest_priority():
    with clock.frozen(MONDAY):
        incident = make.incident(impact=1, urgency=1)
    response = clocks(incident)["response"]
    assert (response.due_at - MONDAY).total_seconds() == 15 * 60
    assert (response.warn_at - MONDAY).total_seconds() == 15 * 60 * 0.75


def test_the_target_of_the_service_wins_over_that_of_the_priority():
    shop = make.service("Web shop")
    make.target("resolution", 33, service=shop)
    with clock.frozen(MONDAY):
        incident = make.incident(service=shop, impact=1, urgency=1)
    assert clocks(incident)["resolution"].terms.target_seconds == 33 * 60


def test_the_hours_of_the_service_count_where_the_target_says_so():
    shop = make.service("Web shop", hours=make.hours(time_zone="UTC"))
    make.target("resolution", 120, service=shop, in_business_hours=True)
    with clock.frozen(datetime(2026, 11, 20, 16, tzinfo=UTC)):  # a Friday
        incident = make.incident(service=shop)
    assert clocks(incident)["resolution"].due_at == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_without_a_fitting_target_a_clock_runs_but_is_never_due():
    Target.objects.all().delete()
    incident = make.incident()
    clock_ = clocks(incident)["resolution"]
    assert (clock_.kind, clock_.due_at, clock_.terms.target_seconds) == ("running", None, None)
    assert told("ticket", incident.pk, "incident", "sla") == ["incident.opened"]


def test_starting_twice_changes_nothing():
    incident = make.incident()
    assert life.start([incident.ticket], causes={incident.pk: life.Cause(at=clock.now(), by=CLOCK)}) == 0
    assert Clock.objects.filter(ticket=incident.pk).count() == 2


def test_equal_promises_share_their_terms():
    make.incident()
    before = Terms.objects.count()
    make.incident()
    assert Terms.objects.count() == before
