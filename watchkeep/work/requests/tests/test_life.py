"""The whole map: each step from each state, without its permission, without its needs, and two at once."""

from datetime import timedelta

import pytest
from django.db import transaction

from testing import make
from testing.harness import race, told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.approvals.models import Approval
from watchkeep.work.requests import jobs, life
from watchkeep.work.requests.life.steps import LIFE, STATES
from watchkeep.work.requests.models import Holding, Request, State
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Link, Ticket

WAYS = {
    State.NEW: (),
    State.IN_PROGRESS: ("start",),
    State.ON_HOLD: ("start", "hold"),
    State.RESOLVED: ("start", "fulfil"),
    State.CLOSED: ("fulfil", "close"),
    State.CANCELLED: ("cancel",),
    State.REFUSED: ("refuse",),
}
VERBS = {
    "start": lambda row, by: life.start(row, by=by),
    "hold": lambda row, by: life.hold(row, by=by, reason="A part is missing"),
    "resume": lambda row, by: life.resume(row, by=by),
    "fulfil": lambda row, by: life.fulfil(row, by=by, result="It stands on your desk"),
    "close": lambda row, by: life.close(row, by=by),
    "ask_again": lambda row, by: life.ask_again(row, by=by),
    "change": lambda row, by: life.change(row, by=by, quantity=row.quantity + 1),
    "refuse": lambda row, by: life.refuse(row, by=by, reason="Not in stock"),
    "cancel": lambda row, by: life.cancel(row, by=by, reason="Ordered twice"),
    "withdraw": lambda row, by: life.withdraw(row, by=by),
    "turn": lambda row, by: life.turn(row, by=by, into=make.incident().ticket),
    "merge": lambda row, by: life.merge(row, by=by, into=make.request("The same")),
    "reopen": lambda row, by: life.reopen(row, by=by),
}
WITHOUT = {
    "hold": lambda row, by: life.hold(row, by=by, reason=" "),
    "fulfil": lambda row, by: life.fulfil(row, by=by, result=""),
    "refuse": lambda row, by: life.refuse(row, by=by, reason=" "),
    "cancel": lambda row, by: life.cancel(row, by=by, reason=""),
}
BUTTONS = [step.verb for step in LIFE if step.label]


def request(state: str) -> Request:
    made = make.asked(item=make.catalogue_item(approval=[make.manager_stage()] if state == State.WAITING else []))
    for verb in WAYS.get(state, ()):
        VERBS[verb](made, CLOCK)
    assert made.state == state
    return Request.objects.get(pk=made.pk)


def by_for(row: Request, without: str = "") -> Actor:
    """The requester, with every permission but one."""
    may = set(Actor.system("x").permissions) - {without}
    return Actor(key="person:0", name="x", permissions=frozenset(may), person=row.ticket.requester_id)


def test_every_button_has_its_verb_here():
    assert sorted(BUTTONS) == sorted(VERBS)


@pytest.mark.parametrize("verb", [verb for verb in BUTTONS if verb != "ask_again"])
def test_a_step_is_taken_from_each_of_its_states(verb):
    for state in LIFE.steps[verb].start:
        row = request(state)
        VERBS[verb](row, by_for(row))
        assert Ticket.objects.get(pk=row.pk).state == (LIFE.steps[verb].end or state)


@pytest.mark.parametrize("verb", BUTTONS)
def test_a_step_is_refused_without_its_permission(verb):
    step = LIFE.steps[verb]
    row = request(step.start[0])
    before = told("ticket", row.pk)
    if verb == "ask_again":
        expire(row)
        before = told("ticket", row.pk)
    with pytest.raises(NotAllowed):
        VERBS[verb](row, by_for(row, without=step.may))
    assert told("ticket", row.pk) == before


@pytest.mark.parametrize("verb", WITHOUT)
def test_a_step_is_refused_without_what_it_needs(verb):
    with pytest.raises(Refused) as no:
        WITHOUT[verb](request(State.IN_PROGRESS), CLOCK)
    assert no.value.field == LIFE.steps[verb].needs[0]


@pytest.mark.parametrize("state", STATES)
def test_every_step_that_does_not_begin_in_a_state_is_refused_there(state):
    row = request(state)
    by, before = by_for(row), told("ticket", row.pk)
    for verb in BUTTONS:
        if state not in LIFE.steps[verb].start:
            with pytest.raises(Refused), transaction.atomic():
                VERBS[verb](row, by)
    assert Ticket.objects.get(pk=row.pk).state == state
    assert told("ticket", row.pk) == before


@pytest.mark.parametrize("verb", ["start", "fulfil", "cancel", "refuse"])
def test_of_eight_who_press_the_same_button_one_wins(transactional_db, verb):
    row = make.request()
    twins = [Request.objects.get(pk=row.pk) for _ in range(8)]
    ends = race(*(lambda twin=twin: VERBS[verb](twin, CLOCK) for twin in twins))
    assert ends.count(None) == 1
    assert all(isinstance(end, Refused) for end in ends if end is not None)


def test_two_at_once_cannot_both_take_the_last_one(transactional_db):
    item = make.catalogue_item("Loan laptop", is_kept=True, most_in_all=3)
    people = [make.asker(f"Asker {n}") for n in range(8)]
    ends = race(*(lambda one=one: make.request("", requester=one, item=item) for one in people))
    assert ends.count(None) == 3
    assert {end.code for end in ends if end is not None} == {"used_up"}
    assert Holding.objects.standing().count() == 3


def test_one_person_cannot_have_more_than_everybody_may_even_by_many_requests_at_once(transactional_db):
    item = make.catalogue_item("Seat", most_each=2)
    karim = make.asker()
    ends = race(*(lambda: make.request("", requester=karim, item=item) for _ in range(6)))
    assert ends.count(None) == 2


def test_what_is_set_aside_is_had_when_fulfilled_and_free_when_given_back():
    item = make.catalogue_item("Loan laptop", is_kept=True, most_in_all=1)
    row = make.request("", item=item)
    assert not row.holdings.get().is_had
    life.fulfil(row, by=CLOCK, result="Here it is")
    held = row.holdings.get()
    assert held.is_had
    with pytest.raises(NotAllowed):
        life.give_back(held, by=make.actor(make.employee()))
    life.give_back(held, by=make.actor(make.asker()), reason="Not needed")
    with pytest.raises(Refused):
        life.give_back(held, by=make.actor(make.asker()))
    assert make.request("", requester=make.employee(), item=item).holdings.exists()


@pytest.mark.parametrize("verb", ["refuse", "cancel", "withdraw", "turn"])
def test_what_ends_without_being_done_sets_nothing_aside(verb):
    item = make.catalogue_item("Loan laptop", is_kept=True, most_in_all=1)
    row = make.request("", item=item)
    VERBS[verb](row, by_for(row))
    assert not Holding.objects.standing().exists()


def test_more_than_is_left_is_refused_in_words():
    item = make.catalogue_item("Seat", most_each=2)
    make.request("", item=item)
    with pytest.raises(Refused, match="Only 1 more") as no:
        make.request("", item=item, quantity=2)
    assert no.value.field == "quantity"


def test_a_reply_of_the_requester_ends_a_wait_for_them_and_no_other():
    row, by = make.request(), make.actor(make.asker())
    life.hold(row, by=CLOCK, reason="Which colour?", for_requester=True)
    tickets.reply(row.ticket, by=by, body="Blue")
    assert Request.objects.get(pk=row.pk).state == State.IN_PROGRESS
    row.ticket.refresh_from_db()
    life.hold(row, by=CLOCK, reason="A part is missing")
    tickets.reply(row.ticket, by=by, body="And?")
    assert Request.objects.get(pk=row.pk).state == State.ON_HOLD


def test_a_reply_within_the_grace_period_reopens_and_after_it_one_new_request_follows():
    row, by = request(State.RESOLVED), make.actor(make.asker())
    tickets.reply(row.ticket, by=by, body="It is the wrong one")
    assert Request.objects.get(pk=row.pk).state == State.IN_PROGRESS
    row = request(State.RESOLVED)
    Request.objects.filter(pk=row.pk).update(reopen_until=clock.now() - timedelta(minutes=1))
    for body in ("It is the wrong one", "Hello?"):
        tickets.reply(row.ticket, by=by, body=body)
    assert Request.objects.get(pk=row.pk).state == State.RESOLVED
    follower = Link.objects.get(target=row.pk).source
    assert (follower.kind, follower.requester) == ("request", row.ticket.requester)


def test_only_whoever_asked_takes_it_back_and_reopens_it():
    row = request(State.RESOLVED)
    with pytest.raises(NotAllowed):
        life.reopen(row, by=make.actor(make.employee()))
    with pytest.raises(NotAllowed):
        life.withdraw(make.request(), by=make.actor(make.employee()))


def test_an_incident_goes_on_where_the_request_ends():
    row, incident = make.request(), make.incident()
    life.turn(row, by=CLOCK, into=incident.ticket)
    assert (row.state, row.turned_into) == (State.CLOSED, incident.ticket)
    assert not row.may_come_back
    with pytest.raises(Refused):
        life.turn(make.request(), by=CLOCK, into=make.request().ticket)


def test_the_sweep_closes_what_nobody_objected_to():
    row = request(State.RESOLVED)
    assert jobs.close_due() == 0
    Request.objects.filter(pk=row.pk).update(close_after=clock.now())
    assert jobs.close_due() == 1
    assert Request.objects.get(pk=row.pk).state == State.CLOSED


def test_the_buttons_are_those_that_may_be_pressed():
    row = make.asked()
    assert [step.verb for step in life.open_to(row, make.actor(make.asker()), is_asked=True)] == ["withdraw"]
    desk = [step.verb for step in life.open_to(row, make.actor(make.bo()), is_asked=True)]
    assert desk == ["refuse", "cancel", "turn", "merge"]


def expire(row: Request) -> None:
    """The approval that waits is over, unanswered."""
    Approval.objects.filter(ticket=row.pk).update(state="expired")
