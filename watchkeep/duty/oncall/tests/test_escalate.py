"""Somebody cannot wait: the next step now, or a person of her own choice."""

import pytest

from testing import make
from testing.harness import race, sweep, told
from watchkeep.duty.notify import queries as notices
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.kernel import clock, facts
from watchkeep.kernel.errors import NotAllowed, Refused


def fresh(page):
    return Escalation.objects.get(pk=page.escalation_id)


def paged():
    return list(Page.objects.order_by("pk").values_list("person__name", flat=True))


def test_the_next_step_is_taken_at_once():
    page = make.page(make.step(make.ana(), wait=60), make.step(make.bo()))
    life.escalate(fresh(page), by=make.actor(make.ana()))
    assert paged() == ["Ana", "Bo"]
    fact = facts.told("ticket", page.escalation.ticket_id, kind="oncall.escalated").get()
    assert (fact.by, fact.data["at_once"]) == (f"person:{make.ana().pk}", True)


def test_it_needs_the_permission():
    page = make.page()
    with pytest.raises(NotAllowed):
        life.escalate(fresh(page), by=make.actor(make.employee()))


def test_after_the_last_step_the_fallback_is_told():
    make.admin()
    page = make.page(make.step(make.ana()))
    life.escalate(fresh(page), by=make.actor(make.ana()))
    assert fresh(page).state == "exhausted"
    assert "oncall.exhausted" in told("ticket", page.escalation.ticket_id)


def test_what_has_ended_cannot_be_hastened():
    page = make.page(make.step(make.ana()))
    life.acknowledge(page, by=make.actor(page.person))
    with pytest.raises(Refused):
        life.escalate(fresh(page), by=make.actor(make.ana()))


def test_two_who_press_at_once_skip_nobody(transactional_db):
    page = make.page(make.step(make.ana()), make.step(make.bo()), make.step(make.person("Cy")))
    twins = [fresh(page), fresh(page)]
    actor = make.actor(make.ana())
    ends = race(*(lambda twin=twin: life.escalate(twin, by=actor) for twin in twins))
    assert sorted(type(end) for end in ends if end) == [Refused]
    assert paged() == ["Ana", "Bo"]


def test_somebody_of_ones_own_choice_is_paged_and_given_time():
    cy = make.person("Cy")
    page = make.page(make.step(make.ana(), wait=10), make.step(make.bo()))
    with clock.travel(minutes=9):
        life.page_somebody(fresh(page), by=make.actor(make.ana()), person=cy)
    with clock.travel(minutes=11):
        sweep(page_due)
    assert paged() == ["Ana", "Cy"]
    by = facts.told("ticket", page.escalation.ticket_id, kind="oncall.paged").last().by
    assert by == f"person:{make.ana().pk}"


def test_nobody_is_paged_twice_in_one_step_not_even_on_purpose():
    page = make.page(make.step(make.ana()))
    with pytest.raises(Refused, match="has just been paged"):
        life.page_somebody(fresh(page), by=make.actor(make.bo()), person=make.ana())


def test_whoever_cannot_be_reached_cannot_be_chosen(monkeypatch):
    page = make.page(make.step(make.ana()))
    monkeypatch.setattr(notices, "ways_to", lambda *_: [])
    with pytest.raises(Refused, match="cannot be reached"):
        life.page_somebody(fresh(page), by=make.actor(make.ana()), person=make.bo())
    assert "oncall.page_skipped" not in told("ticket", page.escalation.ticket_id)


def test_an_exhausted_search_goes_on_with_whoever_is_chosen():
    page = make.page(make.step(make.ana()))
    with clock.travel(minutes=6):
        sweep(page_due)
        life.page_somebody(fresh(page), by=make.actor(make.ana()), person=make.bo())
    assert fresh(page).is_running
    with clock.travel(minutes=12):
        sweep(page_due)
    assert fresh(page).state == "exhausted"


def test_choosing_somebody_needs_the_permission():
    page = make.page()
    with pytest.raises(NotAllowed):
        life.page_somebody(fresh(page), by=make.actor(make.employee()), person=make.bo())
