"""Who is what, and who was it from when to when."""

from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import race, run_later, told, waiting
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.response import life, queries
from watchkeep.kernel import clock, queue
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def holder(response, role):
    return next((one.holder for one in queries.standing(response.pk).seats if one.role.slug == role), None)


def mails(what):
    return {row.person.name for row in Delivery.objects.filter(subject__contains=what)}


def test_the_commander_comes_from_the_rota():
    rota = make.schedule(make.bo())
    make.plan(severity=1, service=(shop := make.service()), roles={"commander": rota})
    response = make.response(severity=1, service=shop)
    assert holder(response, "commander") == make.bo()
    run_later()
    assert mails("You are Commander") == {"Bo"}


def test_a_named_person_has_the_role_at_once():
    make.plan(service=(shop := make.service()), roles={"scribe": make.ana()})
    assert holder(make.response(service=shop), "scribe") == make.ana()


def test_a_rota_without_anybody_asks_the_team_of_the_incident():
    team = make.team("Shop", members=(make.ana(), make.bo()))
    make.plan(service=(shop := make.service(owner_team=team)), roles={"commander": make.schedule()})
    response = make.response(service=shop)
    assert holder(response, "commander") is None
    run_later()
    assert mails("Wanted: Commander") == {"Ana", "Bo"}


def test_a_role_that_is_asked_for_asks_the_named_team():
    team = make.team("Talkers", members=(make.bo(),))
    make.plan(service=(shop := make.service()), roles={"communications": team})
    make.response(service=shop)
    run_later()
    assert mails("Wanted: Communications lead") == {"Bo"}


def test_several_roles_are_asked_for_in_one_telling_and_answered_by_one_job():
    team = make.team("Talkers", members=(make.bo(),))
    make.plan(service=(shop := make.service()), roles={"communications": team, "scribe": team})
    make.response(service=shop)
    asked = [errand for errand in waiting() if errand["reaction"].endswith("ask_candidates")]
    assert [len(queue.facts_of(errand)) for errand in asked] == [2]
    run_later()
    assert mails("Wanted: Communications lead") == mails("Wanted: Scribe") == {"Bo"}


def test_where_nobody_can_be_asked_the_incident_says_so():
    make.plan(service=(shop := make.service()), roles={"scribe": make.team("Empty")})
    assert "response.role_unfilled" in told("ticket", make.response(service=shop).pk)


def test_whoever_answers_the_page_leads():
    incident = make.incident(severity=1)
    assert queries.standing(incident.pk).needs_commander
    incidents.acknowledge(incident, by=make.actor(make.ana()))
    standing = queries.standing(incident.pk)
    assert (standing.commander, standing.needs_commander) == (make.ana(), False)


def test_a_minor_one_needs_no_commander():
    assert not queries.standing(make.incident(severity=3).pk).needs_commander


def test_a_free_role_is_taken_in_one_step_even_when_the_plan_does_not_ask_for_it():
    response = make.response(severity=4)
    life.take(response, make.response_role(), by=make.actor(make.ana()))
    assert holder(response, "scribe") == make.ana()


def test_a_hand_over_keeps_who_was_what_from_when_to_when():
    response, role = make.response(severity=1), make.response_role("commander")
    with clock.frozen(NOON):
        life.take(response, role, by=make.actor(make.ana()))
    with clock.frozen(NOON + timedelta(hours=2)):
        life.give(response, role, by=make.actor(make.ana()), person=make.bo(), seen=make.ana().pk)
    rows = [(one.person.name, one.how, one.from_at, one.until_at) for one in queries.tenures(response.pk)]
    assert rows == [
        ("Ana", "took", NOON, NOON + timedelta(hours=2)),
        ("Bo", "given", NOON + timedelta(hours=2), None),
    ]


def test_both_sides_of_a_hand_over_by_a_third_are_told():
    response, role = make.response(severity=1), make.response_role("commander")
    life.take(response, role, by=make.actor(make.ana()))
    life.give(response, role, by=make.actor(make.manager()), person=make.bo(), seen=make.ana().pk)
    run_later()
    assert (mails("You are Commander"), mails("Commander handed over")) == ({"Bo"}, {"Ana"})


def test_somebody_elses_role_cannot_be_taken_without_the_right_to():
    response, role = make.response(severity=1), make.response_role()
    life.take(response, role, by=make.actor(make.ana()))
    with pytest.raises(NotAllowed):
        life.take(response, role, by=make.actor(make.bo()), seen=make.ana().pk)
    life.take(response, role, by=make.actor(make.manager()), seen=make.ana().pk)
    assert holder(response, "scribe") == make.manager()


def test_the_commander_gives_the_other_roles_away():
    response = make.response(severity=1)
    with pytest.raises(NotAllowed):
        life.give(response, make.response_role(), by=make.actor(make.ana()), person=make.bo())
    life.take(response, make.response_role("commander"), by=make.actor(make.ana()))
    life.give(response, make.response_role(), by=make.actor(make.ana()), person=make.bo())
    assert holder(response, "scribe") == make.bo()


def test_leaving_frees_the_role():
    response, role = make.response(severity=1), make.response_role("commander")
    life.take(response, role, by=make.actor(make.ana()))
    with pytest.raises(NotAllowed):
        life.leave(response, role, by=make.actor(make.bo()), seen=make.ana().pk)
    life.leave(response, role, by=make.actor(make.ana()), seen=make.ana().pk)
    assert queries.standing(response.pk).needs_commander
    assert told("ticket", response.pk, "response")[-1] == "response.role_left"


def test_whoever_saw_another_holder_is_told():
    response, role = make.response(severity=1), make.response_role()
    life.take(response, role, by=make.actor(make.ana()))
    with pytest.raises(Refused, match="Ana has it now"):
        life.take(response, role, by=make.actor(make.manager()))


def test_a_role_is_for_people_who_are_still_here():
    response, role = make.response(severity=1), make.response_role()
    gone = make.person("Gone", is_active=False)
    with pytest.raises(Refused, match="has left"):
        life.give(response, role, by=CLOCK, person=gone)
    with pytest.raises(Refused, match="may not have"):
        life.give(response, role, by=CLOCK, person=make.stranger())
    with pytest.raises(Refused, match="Only a person"):
        life.take(response, role, by=CLOCK)


def test_a_stranger_takes_nothing():
    with pytest.raises(NotAllowed):
        life.take(make.response(severity=1), make.response_role(), by=make.actor(make.stranger()))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_role_one_has_it():
    response, role = make.response(severity=1), make.response_role()
    ana, bo = make.actor(make.ana()), make.actor(make.bo())
    ends = race(lambda: life.take(response, role, by=ana), lambda: life.take(response, role, by=bo))
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]
    assert len(queries.tenures(response.pk)) == 1
