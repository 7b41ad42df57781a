"""Who hears of requests and approvals, and with which link one answers."""

from datetime import timedelta

from testing import make
from testing.harness import run_later
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import jobs, queries
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Approval
from watchkeep.work.requests import life


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
