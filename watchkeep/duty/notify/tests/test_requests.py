"""Who hears of requests and approvals, and with which link one answers."""

from datetime import timedelta

import pytest
from django.conf import settings

from testing import make
from testing.harness import run_later
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed
from watchkeep.work.approvals import jobs, queries
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Approval
from watchkeep.work.requests import life
from watchkeep.work.requests.jobs import keep_catalogue
from watchkeep.work.tickets import life as tickets


def heard(person) -> list[str]:
    """What a person was told, before the title."""
    run_later()
    return [row.subject.partition(":")[0] for row in Delivery.objects.filter(person=person).order_by("id")]


def link_to(person) -> str:
    run_later()
    links = [row.link for row in Delivery.objects.filter(person=person).order_by("id") if "/approve/" in row.link]
    return links[-1].rpartition("/")[2]


def test_whoever_is_asked_reads_what_it_is_and_gets_a_link_of_their_own():
    make.asked()
    token = link_to(make.ana())
    assert "Item: Cloud storage" in Delivery.objects.filter(person=make.ana()).order_by("id").last().body
    assert queries.link_of(token).person == make.ana()
    assert heard(make.asker()) == ["We have your request"]


def test_a_substitute_hears_when_the_absence_begins_and_by_whom_they_are_asked():
    make.asked()
    ana, now = make.ana(), clock.now()
    approvals.stand_in(
        by=make.actor(ana), person=ana, deputy=make.bo(), from_at=now - timedelta(hours=1),
        until_at=now + timedelta(days=1),
    )  # fmt: skip
    jobs.keep_asking()
    assert queries.link_of(link_to(make.bo())).person == make.bo()
    assert "You stand in for Ana." in Delivery.objects.filter(person=make.bo()).order_by("id").last().body


def test_the_requester_hears_of_every_end_and_why():
    row = make.asked()
    approvals.refuse(make.ballot(row), by=make.actor(make.ana()), reason="Use the shared one")
    assert heard(make.asker())[-1] == "Not approved"
    assert "Use the shared one" in Delivery.objects.filter(person=make.asker()).order_by("id").last().body
    row = make.asked()
    make.approve(row)
    life.hold(row, by=CLOCK, reason="Which colour?", for_requester=True)
    life.resume(row, by=CLOCK)
    life.fulfil(row, by=CLOCK, result="It stands on your desk")
    assert heard(make.asker())[-3:] == ["Approved", "We need your answer", "Done"]


def test_nobody_answered_in_time_is_told_to_whoever_asked():
    row = make.asked()
    approvals.expire(Approval.objects.get(ticket=row.pk))
    assert heard(make.asker())[-1] == "Not answered in time"


def test_a_reminder_brings_a_new_link():
    row = make.asked()
    first = link_to(make.ana())
    approvals.remind(Approval.objects.get(ticket=row.pk))
    assert link_to(make.ana()) != first


def test_a_program_hears_of_each_fact_once():
    make.endpoint(kinds=("request.opened", "approval.approved"))
    make.approve(make.asked())
    heard_of = [row.fact for row in Delivery.objects.filter(endpoint__isnull=False)]
    assert len(heard_of) == len(set(heard_of)) == 2


def last_body(person) -> str:
    return Delivery.objects.filter(person=person).order_by("id").last().body


def test_a_request_that_is_cancelled_is_told_to_the_other_side():
    mine = make.request()
    life.start(mine, by=make.actor(make.bo()))
    life.withdraw(mine, by=make.actor(make.asker()), reason="I found one")
    assert heard(make.bo())[-1] == "Cancelled"
    assert "I found one" in last_body(make.bo())
    assert "Cancelled" not in heard(make.asker())
    life.cancel(make.request(), by=make.actor(make.bo()), reason="It was asked twice")
    assert heard(make.asker())[-1] == "Cancelled"
    assert "It was asked twice" in last_body(make.asker())


def test_a_request_that_comes_back_is_told_to_whoever_did_it():
    row = make.request()
    life.start(row, by=make.actor(make.bo()))
    life.fulfil(row, by=make.actor(make.bo()), result="It stands on your desk")
    life.reopen(row, by=make.actor(make.asker()), reason="It flickers")
    assert heard(make.bo())[-1] == "Reopened"
    assert "It flickers" in last_body(make.bo())


def test_a_request_that_the_desk_turns_down_says_why():
    life.refuse(make.request(), by=make.actor(make.bo()), reason="None is left")
    assert heard(make.asker())[-1] == "Refused"
    assert "None is left" in last_body(make.asker())


def test_the_question_that_is_handed_on_reaches_the_next_one_with_a_link_of_their_own():
    row = make.asked()
    first = link_to(make.ana())
    approvals.delegate(make.ballot(row), by=make.actor(make.ana()), to=make.bo())
    token = link_to(make.bo())
    assert (heard(make.bo()), queries.link_of(token).person) == (["Your approval is needed"], make.bo())
    assert token != first
    with pytest.raises(NotAllowed):
        approvals.use_link(queries.link_of(first), agreed=True, seen="")


def test_the_owner_of_an_item_is_asked_once_for_a_date_whether_it_is_still_right():
    item = make.catalogue_item(about={"owner": make.ana(), "review_on": clock.now().date()})
    for _ in range(2):
        keep_catalogue()
    assert heard(make.ana()) == ["Look at it again"]
    assert Delivery.objects.get(person=make.ana()).link.endswith(f"/catalogue/{item.pk}")
    life.edit_item(item, by=CLOCK, review_on=clock.now().date() - timedelta(days=1))
    keep_catalogue()
    assert heard(make.ana()) == ["Look at it again"] * 2


def test_each_reads_it_where_it_opens_to_them():
    karim, ana, carla = make.asker(), make.ana(), make.stranger()
    row = make.request(requester=karim)
    for one in (ana, carla):
        tickets.watch(row.ticket, by=CLOCK, person=one)
    life.fulfil(row, by=CLOCK, result="It stands on your desk")
    run_later()
    links = {one.person: one.link for one in Delivery.objects.order_by("id")}
    in_portal = f"{settings.BASE_URL}/portal/requests/{row.number}"
    assert links == {karim: in_portal, carla: in_portal, ana: f"{settings.BASE_URL}/requests/{row.number}"}
