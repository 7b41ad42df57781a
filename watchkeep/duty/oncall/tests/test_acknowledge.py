"""Whoever was paged answers, from the link in the message."""

import pytest

from testing import make
from testing.harness import race, sweep, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.kernel import clock, facts
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident


def token_of(page):
    return Delivery.objects.get(fact=page.fact, person=page.person).link.rpartition("/")[2]


def incident_of(page):
    return Incident.objects.get(pk=page.escalation.ticket_id)


def both_paged():
    first = make.page(make.step(make.ana(), make.bo()))
    return first, Page.objects.exclude(pk=first.pk).select_related("escalation__ticket", "person").get()


def test_she_takes_the_incident_and_the_search_ends():
    page = make.page()
    life.acknowledge(page, by=make.actor(page.person))
    assert Escalation.objects.get(pk=page.escalation_id).state == "acknowledged"
    assert (incident_of(page).state, incident_of(page).ticket.assignee) == ("in_progress", page.person)


def test_it_tells_one_fact_with_the_time_it_took():
    page = make.page()
    with clock.travel(minutes=2):
        life.acknowledge(page, by=make.actor(page.person))
    assert told("ticket", page.escalation.ticket_id).count("oncall.acknowledged") == 1
    fact = facts.told("ticket", page.escalation.ticket_id, kind="oncall.acknowledged").get()
    assert fact.data["person"] == page.person_id
    assert 119 < fact.data["seconds"] < 122


def test_nobody_is_paged_afterwards():
    page = make.page()
    life.acknowledge(page, by=make.actor(page.person))
    with clock.travel(days=1):
        sweep(page_due)
    assert Page.objects.count() == 1


def test_the_second_one_is_told_calmly_who_has_it():
    ana, bo = both_paged()
    life.acknowledge(ana, by=make.actor(make.ana()))
    with pytest.raises(Refused, match="Ana has it, since") as refused:
        life.acknowledge(bo, by=make.actor(make.bo()))
    assert refused.value.code == "answered"


def test_answering_twice_says_that_one_has_it_already():
    page = make.page()
    life.acknowledge(page, by=make.actor(page.person))
    page.refresh_from_db()
    with pytest.raises(Refused, match="You have it already"):
        life.acknowledge(page, by=make.actor(page.person))


def test_a_page_for_somebody_else_is_not_hers_to_answer():
    page = make.page()
    with pytest.raises(NotAllowed):
        life.acknowledge(page, by=make.actor(make.bo()))


def test_whoever_was_paged_may_answer_whatever_her_roles():
    page = make.page(make.step(make.employee()))
    life.acknowledge(page, by=make.actor(page.person))
    assert incident_of(page).state == "in_progress"


def test_a_link_opens_the_page_for_a_day():
    page = make.page()
    assert queries.page_of(token_of(page)) == page
    with clock.travel(hours=25), pytest.raises(Refused, match="expired") as refused:
        life.acknowledge(page, by=make.actor(page.person))
    assert refused.value.code == "expired"


@pytest.mark.parametrize("forge", [lambda t: t[:-2] + "xx", lambda t: t.swapcase(), lambda _: "", lambda _: "a:b:c"])
def test_a_forged_link_opens_nothing(forge):
    assert queries.page_of(forge(token_of(make.page()))) is None


def test_a_page_can_still_be_answered_when_the_search_is_exhausted():
    page = make.page(make.step(make.ana()))
    with clock.travel(minutes=6):
        sweep(page_due)
        assert Escalation.objects.get(pk=page.escalation_id).state == "exhausted"
        life.acknowledge(page, by=make.actor(page.person))
    assert Escalation.objects.get(pk=page.escalation_id).state == "acknowledged"


def test_when_the_service_is_back_nobody_needs_to_come():
    page = make.page()
    incidents.resolve(incident_of(page), by=make.actor(make.bo()), fix="Restarted")
    with pytest.raises(Refused, match="It is over") as refused:
        life.acknowledge(page, by=make.actor(page.person))
    assert refused.value.code == "over"


def test_of_two_who_answer_at_once_one_has_it(transactional_db):
    ana, bo = both_paged()
    ends = race(
        lambda: life.acknowledge(ana, by=make.actor(ana.person)),
        lambda: life.acknowledge(bo, by=make.actor(bo.person)),
    )
    assert sorted(type(end) for end in ends if end) == [Refused]
    assert told("ticket", ana.escalation.ticket_id).count("oncall.acknowledged") == 1


def test_an_answer_while_the_next_step_is_taken_does_not_lock_up(transactional_db):
    for _ in range(5):
        page = make.page(make.step(make.ana()), make.step(make.bo()))
        Escalation.objects.filter(pk=page.escalation_id).update(next_step_at=clock.now())
        actor = make.actor(page.person)
        ends = race(page_due, lambda page=page, actor=actor: life.acknowledge(page, by=actor))
        assert ends == [None, None]
        assert Escalation.objects.get(pk=page.escalation_id).state == "acknowledged"
