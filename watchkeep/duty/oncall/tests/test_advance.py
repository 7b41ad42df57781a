"""Taking the steps of an escalation, one after the other."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from testing import make
from testing.harness import sweep, told
from watchkeep.duty.notify import queries as notices
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.kernel import clock, facts

BERLIN = ZoneInfo("Europe/Berlin")


def now(running):
    return Escalation.objects.get(pk=running.pk)


def paged(running):
    return list(running.pages.values_list("person__name", flat=True))


def pass_minutes(minutes):
    """Let time go by, minute by minute, with the sweep at work."""
    start = clock.now()
    for minute in range(1, minutes + 1):
        with clock.frozen(start + timedelta(minutes=minute, seconds=1)):
            sweep(page_due)


def test_the_first_step_pages_at_once_and_waits():
    running = make.escalation(make.step(make.ana(), wait=7))
    sweep(page_due)
    assert paged(running) == ["Ana"]
    page = Page.objects.get()
    assert now(running).next_step_at - page.paged_at == pytest.approx(timedelta(minutes=7), abs=timedelta(seconds=1))


def test_nobody_is_paged_again_while_the_answer_is_waited_for():
    running = make.escalation(make.step(make.ana()), make.step(make.bo()))
    sweep(page_due)
    sweep(page_due)
    assert paged(running) == ["Ana"]


def test_no_answer_brings_the_next_person():
    running = make.escalation(make.step(make.ana()), make.step(make.bo()))
    sweep(page_due)
    pass_minutes(5)
    assert paged(running) == ["Ana", "Bo"]
    assert "oncall.escalated" in told("ticket", running.ticket_id)


def test_a_page_is_told_once_and_sent_once():
    running = make.escalation(make.step(make.ana()))
    sweep(page_due)
    fact = facts.told("ticket", running.ticket_id, kind="oncall.paged").get()
    assert Page.objects.get().fact == fact.pk
    assert Delivery.objects.filter(fact=fact.pk, person=make.ana()).count() == 1


def test_the_message_says_what_is_wrong_and_carries_the_link():
    make.escalation(make.step(make.ana()), title="Checkout is down", severity=1)
    sweep(page_due)
    delivery = Delivery.objects.get(person=make.ana())
    assert "SEV1" in delivery.subject
    assert "Checkout is down" in delivery.subject
    assert "/a/" in delivery.link
    assert "within 5 minutes" in delivery.body


def test_a_drill_says_so_first():
    make.escalation(make.step(make.ana()), is_drill=True)
    sweep(page_due)
    delivery = Delivery.objects.get(person=make.ana())
    assert delivery.subject.startswith("DRILL")
    assert "This is a DRILL" in delivery.body


def test_a_schedule_pages_whoever_is_on_duty_at_the_moment_of_the_step():
    ana, bo = make.ana(), make.bo()
    rota = make.schedule(ana, bo)
    handover = datetime(2026, 1, 12, 9, tzinfo=BERLIN)
    with clock.frozen(handover - timedelta(minutes=3)):
        running = make.escalation(make.step(rota), make.step(rota))
        sweep(page_due)
    with clock.frozen(handover + timedelta(minutes=3)):
        sweep(page_due)
    assert paged(running) == ["Ana", "Bo"]


def test_a_team_is_paged_with_everybody_in_it():
    team = make.team("Shop", members=(make.ana(), make.bo(), make.person("Gone", is_active=False)))
    running = make.escalation(make.step(team))
    sweep(page_due)
    assert sorted(paged(running)) == ["Ana", "Bo"]


def test_somebody_meant_twice_in_one_step_is_paged_once():
    ana = make.ana()
    running = make.escalation(make.step(ana, make.schedule(ana)))
    sweep(page_due)
    assert paged(running) == ["Ana"]


def test_whoever_has_left_is_skipped_at_once_and_flagged():
    gone = make.person("Gone")
    running = make.escalation(make.step(gone, wait=30), make.step(make.bo()))
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    sweep(page_due)
    assert paged(running) == ["Bo"]
    flag = facts.told("ticket", running.ticket_id, kind="oncall.page_skipped").get()
    assert (flag.data["name"], flag.data["why"]) == ("Gone", "inactive")


def test_whoever_cannot_be_reached_is_skipped_at_once_and_flagged(monkeypatch):
    running = make.escalation(make.step(make.ana(), wait=30), make.step(make.bo()))
    real = notices.ways_to
    monkeypatch.setattr(notices, "ways_to", lambda who, urgency: real(who, urgency) if who.name != "Ana" else [])
    sweep(page_due)
    assert paged(running) == ["Bo"]
    assert facts.told("ticket", running.ticket_id, kind="oncall.page_skipped").get().data["why"] == "no_contact"


def test_a_schedule_without_anybody_on_duty_is_skipped_at_once_and_flagged():
    running = make.escalation(make.step(make.schedule(name="Nights")), make.step(make.bo()))
    sweep(page_due)
    assert paged(running) == ["Bo"]
    flag = facts.told("ticket", running.ticket_id, kind="oncall.page_skipped").get()
    assert (flag.data["name"], flag.data["why"]) == ("Nights", "nobody_on_duty")


def test_a_step_for_severe_faults_is_passed_over():
    running = make.escalation(make.step(make.ana(), severity=1), make.step(make.bo()), severity=3)
    sweep(page_due)
    assert paged(running) == ["Bo"]


def test_a_step_counts_only_in_its_hours():
    office = make.hours(time_zone="Europe/Berlin")
    steps = make.step(make.ana(), hours=office.pk), make.step(make.bo(), hours=office.pk, outside=True)
    with clock.frozen(datetime(2026, 1, 6, 12, tzinfo=BERLIN)):
        by_day = make.escalation(*steps)
        sweep(page_due)
        assert paged(by_day) == ["Ana"]
    with clock.frozen(datetime(2026, 1, 6, 22, tzinfo=BERLIN)):
        by_night = make.escalation(*steps, service=make.service())
        sweep(page_due)
    assert paged(by_night) == ["Bo"]


def test_a_search_that_may_page_by_day_only_waits_for_the_morning():
    office = make.hours(time_zone="Europe/Berlin")
    with clock.frozen(datetime(2026, 1, 6, 6, tzinfo=BERLIN)):
        running = make.escalation(make.step(make.ana(), hours=office.pk))
        sweep(page_due)
        assert (paged(running), now(running).is_running) == ([], True)
    with clock.frozen(datetime.combine(datetime(2026, 1, 6, tzinfo=BERLIN), time(9, 0, 1), tzinfo=BERLIN)):
        sweep(page_due)
    assert paged(running) == ["Ana"]


def test_a_policy_is_repeated_as_often_as_it_says_and_then_exhausted():
    running = make.escalation(make.step(make.ana()), make.step(make.bo()), repeat=1)
    sweep(page_due)
    pass_minutes(25)
    assert paged(running) == ["Ana", "Bo", "Ana", "Bo"]
    assert now(running).state == "exhausted"
    assert told("ticket", running.ticket_id).count("oncall.exhausted") == 1


def test_an_exhausted_search_tells_the_leads_and_the_administrators():
    lead, ada = make.person("Lea"), make.admin()
    service = make.service()
    lead.memberships.create(team=service.owner_team, is_lead=True)
    running = make.escalation(make.step(make.ana()), service=service)
    sweep(page_due)
    pass_minutes(6)
    fact = facts.told("ticket", running.ticket_id, kind="oncall.exhausted").get()
    assert set(fact.data["fallback"]) == {lead.pk, ada.pk}
    told_ = Delivery.objects.filter(fact=fact.pk)
    assert {one.person for one in told_} == {lead, ada}
    assert all("nobody answered" in one.body for one in told_)


def test_nobody_reachable_is_a_loud_fact_and_tells_the_fallback():
    ada = make.admin()
    running = make.escalation(make.step(make.schedule()))
    sweep(page_due)
    fact = facts.told("ticket", running.ticket_id, kind="oncall.nobody_reachable").get()
    assert fact.data["fallback"] == [ada.pk]
    assert Delivery.objects.filter(fact=fact.pk, person=ada).count() == 1
    assert now(running).state == "exhausted"
    assert "oncall.exhausted" not in told("ticket", running.ticket_id)


def test_a_pass_that_reached_nobody_is_repeated_only_after_a_pause():
    make.admin()
    rota = make.schedule()
    running = make.escalation(make.step(rota), repeat=1)
    sweep(page_due)
    assert now(running).is_running
    make.override(rota, make.ana())
    pass_minutes(6)
    assert paged(running) == ["Ana"]


def test_a_plan_that_no_longer_pages_at_this_severity_ends_quietly():
    running = make.escalation(make.step(make.ana(), severity=2), severity=2)
    type(running.ticket).objects.filter(pk=running.ticket_id).update(severity=4)
    sweep(page_due)
    assert now(running).state == "stopped"
    assert told("ticket", running.ticket_id)[-1] == "oncall.stopped"


def test_a_search_that_is_not_due_is_left_alone():
    running = make.page().escalation
    assert life.advance(running.pk) is False
