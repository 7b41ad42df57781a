"""Who hears what the desk says on a ticket that others were merged into, and as news of what."""

import pytest
from django.conf import settings

from testing import make
from testing.harness import run_later
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.problems import life as problems
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Request
from watchkeep.work.tickets import life as tickets


@pytest.fixture
def eve():
    return make.employee()


@pytest.fixture
def lena():
    return make.person("Lena", roles=("employee",))


def ours(who, title="Checkout is slow", *, into=None):
    """An incident of somebody, merged into another one."""
    made = incidents.open_(by=make.actor(who), title=title)
    if into:
        incidents.merge(made, by=CLOCK, into=into)
    return made


def say(ticket, body="We restarted it"):
    tickets.reply(ticket, by=make.actor(make.ana()), body=body)
    return heard()


def heard() -> list[tuple[str, str]]:
    """Who was told, and of which ticket."""
    run_later()
    rows = Delivery.objects.filter(subject__contains="Reply").order_by("person__name", "id")
    return [(row.person.name, row.ticket.number) for row in rows]


def test_whoever_was_merged_in_hears_it_as_news_of_their_own_ticket(eve, lena):
    lives = ours(eve, "Secret of Eve")
    theirs = ours(lena, into=lives)
    assert say(lives.ticket) == [("Eve", lives.number), ("Lena", theirs.number)]
    mail = Delivery.objects.get(person=lena, ticket=theirs.ticket, subject__contains="Reply")
    assert mail.body == "We restarted it"
    assert mail.link == f"{settings.BASE_URL}/portal/requests/{theirs.number}"
    assert "Checkout is slow" in mail.subject
    assert "Secret" not in mail.subject + mail.body
    assert lives.number not in mail.subject + mail.body


def test_each_hears_once_however_many_of_theirs_were_merged(eve, lena):
    lives = ours(eve)
    middle = ours(lena, into=None)
    deep = ours(lena, into=middle)
    tickets.watch(deep.ticket, by=CLOCK, person=eve)
    tickets.watch(middle.ticket, by=CLOCK, person=make.bo())
    incidents.merge(middle, by=CLOCK, into=lives)
    assert say(lives.ticket) == [("Bo", middle.number), ("Eve", lives.number), ("Lena", middle.number)]


def test_people_of_another_organisation_hear_none_of_it(eve, lena):
    lives, carla = ours(eve), make.stranger()
    ours(carla, into=lives)
    theirs = ours(lena, into=lives)
    tickets.watch(theirs.ticket, by=CLOCK, person=carla)
    assert say(lives.ticket) == [("Eve", lives.number), ("Lena", theirs.number)]


def test_where_nobody_asked_all_must_be_of_one_organisation(lena):
    lives, carla = make.incident(title="Alert: disk full"), make.stranger()
    theirs = ours(carla, into=lives)
    assert say(lives.ticket) == [("Stranger", theirs.number)]
    ours(lena, into=lives)
    assert say(lives.ticket) == [("Stranger", theirs.number)]


def test_notes_and_what_the_requester_says_go_to_nobody_who_was_merged_in(eve, lena):
    lives = ours(eve)
    ours(lena, into=lives)
    tickets.note(lives.ticket, by=make.actor(make.ana()), body="Eve is wrong")
    tickets.reply(lives.ticket, by=make.actor(eve), body="My password is 1234")
    assert heard() == []


def test_taken_out_again_they_hear_no_more(eve, lena):
    lives = ours(eve)
    theirs = ours(lena, into=lives)
    incidents.unmerge(theirs, by=CLOCK)
    assert say(lives.ticket) == [("Eve", lives.number)]


def test_an_update_reaches_them_too(eve, lena):
    lives = ours(eve)
    theirs = ours(lena, into=lives)
    incidents.post_update(lives, by=CLOCK, body="Half of it is back")
    run_later()
    assert Delivery.objects.get(person=lena, body="Half of it is back").ticket == theirs.ticket


def test_that_it_works_again_and_is_over_reaches_them_as_news_of_their_own(eve, lena):
    lives, carla = ours(eve), make.stranger()
    theirs, strange = ours(lena, into=lives), ours(carla, into=lives)
    incidents.acknowledge(lives, by=make.actor(make.ana()))
    incidents.restore(lives, by=CLOCK)
    incidents.resolve(lives, by=make.actor(make.ana()), fix="The pool was Eve's fault")
    run_later()
    for what in ("Service restored", "Resolved"):
        rows = Delivery.objects.filter(subject__contains=what).order_by("person__name")
        assert [(row.person, row.ticket) for row in rows] == [(eve, lives.ticket), (lena, theirs.ticket)], what
        assert "Eve" not in rows[1].body
    assert not Delivery.objects.filter(person=carla, ticket=strange.ticket, body__contains="dealt with").exists()


def test_what_they_write_on_theirs_reaches_whoever_works_on_it_now(eve, lena):
    lives = ours(eve)
    theirs = ours(lena, into=lives)
    tickets.assign(lives.ticket, by=CLOCK, person=make.bo())
    tickets.reply(theirs.ticket, by=make.actor(lena), body="Still slow")
    assert heard() == [("Bo", theirs.number)]


def test_what_was_done_for_another_is_not_told_to_whoever_was_merged_in():
    karim, ana = make.asker(), make.ana()
    once, twice = make.request(requester=karim), make.request(requester=karim)
    tickets.watch(twice.ticket, by=CLOCK, person=ana)
    requests.merge(twice, by=CLOCK, into=once)
    requests.start(once, by=CLOCK)
    requests.fulfil(once, by=CLOCK, result="Your door code is 1234")
    run_later()
    mail = Delivery.objects.get(person=ana, subject__contains="Done")
    assert (mail.ticket, "1234" in mail.body) == (twice.ticket, False)


def test_requests_and_problems_alike():
    karim, ana = make.asker(), make.ana()
    once, twice = make.request(requester=karim), make.request(requester=karim)
    tickets.watch(twice.ticket, by=CLOCK, person=ana)
    requests.merge(twice, by=CLOCK, into=once)
    tickets.reply(once.ticket, by=make.actor(make.bo()), body="It is on its way")
    assert heard() == [("Ana", twice.number), (karim.name, once.number)]
    tickets.reply(twice.ticket, by=make.actor(karim), body="Thank you")
    assert Request.objects.count() == 2
    cause, same = make.problem(), make.problem()
    tickets.watch(same.ticket, by=CLOCK, person=ana)
    problems.merge(same, by=CLOCK, into=cause)
    tickets.reply(cause.ticket, by=make.actor(make.bo()), body="Found it")
    assert ("Ana", same.number) in heard()
