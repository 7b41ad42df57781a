"""Looking again: the priority follows what is affected, says why, and does not flap."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from testing import make
from testing.harness import last_told, run_later, sweep, told
from watchkeep.estate.assets import life as register
from watchkeep.estate.services import life as services
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import jobs, life
from watchkeep.work.incidents.models import Assessment, Incident, Reckoning, Sign, State
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Ticket

NIGHT = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def night():
    with clock.frozen(NIGHT):
        yield


def shop(name, customers=0, value=0, tier=4, **more):
    return make.service(
        name, tier=tier, users_count=0, customers_count=customers, value_per_hour=Decimal(value), **more
    )


def after(minutes=0, seconds=5):
    """Let so much time pass and the sweep run."""
    return clock.travel(minutes=minutes, seconds=seconds)


def look(incident, minutes=0):
    with after(minutes):
        sweep(jobs.reassess_due)
    return Incident.objects.get(pk=incident.pk)


def hear(incident, **heard):
    life.hear([life.Heard(incident=incident.pk, **heard)])


def test_a_second_region_joins_and_the_priority_rises_by_itself_and_says_why():
    us, eu = shop("Checkout US", 800, 180_000), shop("Checkout EU", 40_200, 564_000)
    incident = make.incident(service=us, impact=3, urgency=3)
    hear(incident, alerts=1, services=(eu.pk,), by="integration:1")
    incident = look(incident)
    assert (incident.impact, incident.urgency, incident.ticket.priority) == (1, 2, 2)
    fact = last_told("ticket", incident.pk, "incident")
    assert (fact.kind, fact.by) == ("incident.reprioritised", "clock")
    assert fact.data["reason"] == (
        "41,000 customers, was 800, 12,400 EUR a minute, was 3,000: Checkout EU joined; still spreading"
    )
    assert incident.ticket.cost_of_delay == Decimal(12_410)


def test_nothing_new_is_no_change_and_no_fact():
    incident = make.incident(service=shop("Shop", 10))
    before = told("ticket", incident.pk, "incident")
    life.mark([incident.pk])
    incident = look(incident)
    assert told("ticket", incident.pk, "incident") == before
    assert Assessment.objects.get(pk=incident.pk).reassess_at > NIGHT


def test_many_marks_are_one_statement_and_one_look(django_assert_num_queries):
    one, other = make.incident(service=shop("Shop")), make.incident(service=shop("Mail"))
    with django_assert_num_queries(1 + 2):  # a savepoint around it
        life.hear(life.Heard(incident=incident.pk, alerts=3) for incident in (one, other))
    life.mark([one.pk])
    with after():
        assert jobs.reassess_due() == 2
        assert jobs.reassess_due() == 0


def test_a_dependency_that_is_drawn_later_counts():
    gateway, mia = shop("Gateway"), make.actor(make.manager())
    incident = make.incident(service=gateway)
    assert incident.impact == 3
    services.depend_on(shop("Shop", 41_000, 6000, tier=1), gateway, by=mia)
    run_later()
    incident = look(incident)
    assert incident.impact == 1
    assert "41,000 customers" in last_told("ticket", incident.pk, "incident").data["reason"]


def test_duplicates_bring_their_services_and_taking_them_out_takes_them_away():
    incident = make.incident(service=shop("Pay", 50))
    double = make.incident(service=shop("Pay EU", 20_000))
    life.merge(double, by=CLOCK, into=incident)
    incident = look(incident)
    assert (incident.impact, incident.urgency) == (1, 1)
    life.unmerge(double, by=CLOCK)
    assert told("ticket", incident.pk, "incident")[-1] == "incident.service_spared"
    incident = look(incident, minutes=20)
    assert (incident.impact, incident.urgency) == (3, 2)


def test_a_part_brings_its_service_to_the_whole():
    whole, piece = make.incident(service=shop("Pay")), make.incident(service=shop("Shop", 20_000))
    life.set_parent(piece, by=CLOCK, parent=whole)
    assert look(whole).impact == 1


def test_reports_of_customers_make_it_more_urgent_and_it_calms_down_when_they_cease():
    incident = make.incident(service=shop("Shop"))
    eve = make.actor(make.employee())
    tickets.watch(incident.ticket, by=CLOCK, person=make.employee())
    for number in range(3):
        tickets.reply(incident.ticket, by=eve, body=f"Still broken, {number}")
    incident = look(incident)
    assert (incident.urgency, incident.ticket.priority) == (1, 3)
    assert last_told("ticket", incident.pk, "incident").data["reason"] == "3 reports in 15 minutes"
    incident = look(incident, minutes=20)
    assert incident.urgency == 2
    assert last_told("ticket", incident.pk, "incident").data["reason"] == "what pressed has passed"


def test_time_without_progress_presses_and_progress_begins_it_anew():
    incident = make.incident(State.IN_PROGRESS, service=shop("Shop"))
    incident = look(incident, minutes=121)
    assert incident.urgency == 1
    assert last_told("ticket", incident.pk, "incident").data["reason"] == "no progress for 121 minutes"
    with clock.travel(minutes=140):
        life.post_update(incident, by=CLOCK, body="We are on it")
    assert look(incident, minutes=141).urgency == 2


def test_who_waits_on_purpose_is_not_pressed():
    incident = make.incident(State.ON_HOLD, service=shop("Shop"))
    assert look(incident, minutes=300).urgency == 2


def test_a_declared_deadline_presses():
    incident = make.incident(service=shop("Shop"))
    life.progress(incident.pk)
    life.amend(incident, by=CLOCK, deadline_at=NIGHT.replace(hour=4))
    assert look(incident, minutes=60).urgency == 2
    with clock.travel(minutes=91):
        life.progress(incident.pk)
    incident = look(incident, minutes=92)
    assert incident.urgency == 1
    assert last_told("ticket", incident.pk, "incident").data["reason"] == "due in 27 minutes"


def test_the_time_of_day_counts():
    office = make.hours()
    incident = make.incident(service=shop("Payroll", tier=3, hours=office))
    assert incident.impact == 3
    assert look(incident, minutes=7 * 60).impact == 2


def test_downwards_it_moves_once_in_ten_minutes_upwards_at_once():
    incident, eu = make.incident(service=shop("Pay", 10)), shop("Pay EU", 20_000)
    ana = make.actor(make.ana())
    life.affect(incident, by=ana, service=eu)
    assert look(incident).impact == 1
    with clock.travel(minutes=2):
        life.spare(incident, by=ana, service=eu)
        assert look(incident).impact == 1
    assert look(incident, minutes=9).impact == 1
    assert look(incident, minutes=11).impact == 3
    life.affect(incident, by=ana, service=eu)
    assert look(incident, minutes=12).impact == 1
    with clock.travel(minutes=12):
        life.spare(incident, by=ana, service=eu)
    assert look(incident, minutes=13).impact == 1
    assert look(incident, minutes=23).impact == 3


def test_what_has_ended_is_not_judged():
    incident = make.incident(service=shop("Pay", value=600))
    assert incident.ticket.cost_of_delay == 20
    hear(incident, alerts=50)
    life.restore(incident, by=CLOCK)
    before = told("ticket", incident.pk, "incident")
    assert look(incident, minutes=200).urgency == 2
    assert told("ticket", incident.pk, "incident") == before
    assert not Sign.objects.exists()
    assert Ticket.objects.get(pk=incident.pk).cost_of_delay == 0
    life.reopen(incident, by=CLOCK)
    look(incident)
    assert Ticket.objects.get(pk=incident.pk).cost_of_delay == 20


def test_major_and_a_declared_severity_are_never_touched():
    incident = make.incident(service=shop("Pay", 10), severity=3)
    mia = make.actor(make.manager())
    life.declare_major(incident, by=mia, reason="The board is watching")
    life.affect(incident, by=mia, service=shop("Pay EU", 20_000))
    incident = look(incident)
    assert (incident.impact, incident.ticket.severity, incident.is_major) == (1, 3, True)
    life.withdraw_major(incident, by=mia, reason="It is not")
    assert look(incident, minutes=1).is_major is False


def test_each_priority_is_kept_with_its_figures():
    incident = make.incident(service=shop("Pay", 12_000, 6000))
    first = Reckoning.objects.get()
    assert (first.customers, first.priority, first.impact, first.tier) == (12_000, 2, 1, 4)
    life.reprioritise(incident, by=make.actor(make.ana()), impact=3, reason="A test shop")
    latest = Reckoning.objects.first()
    assert Reckoning.objects.count() == 2
    assert {row.is_judged for row in Reckoning.objects.all()} == {False, True}
    assert latest.customers == 12_000


def test_items_that_hang_together_otherwise_are_reckoned_with():
    database, program = make.item("db", cls="database"), make.item("app", cls="application")
    orders, _shop = shop("Orders", on=(database,)), shop("Shop", 20_000, 60_000, on=(program,))
    incident = make.incident(service=orders, impact=3, urgency=3)
    assert look(incident).impact == 3
    tie = register.relate(program, database, by=CLOCK, kind="depends_on")
    run_later()
    assert look(incident, 1).impact == 1
    register.unrelate(tie, by=CLOCK)
    run_later()
    assert Assessment.objects.get(pk=incident.pk).reassess_at is not None


def test_one_that_fails_is_put_off_and_holds_up_nobody(monkeypatch):
    bad, good = make.incident(service=shop("Pay")), make.incident(service=shop("Mail", 20_000))
    life.mark([bad.pk, good.pk])
    whole = life.reassess
    monkeypatch.setattr(life, "reassess", lambda pk: 1 / 0 if pk == bad.pk else whole(pk))
    with after():
        assert jobs.reassess_due() == 2
    assert Assessment.objects.get(pk=bad.pk).reassess_at > NIGHT.replace(minute=19)
