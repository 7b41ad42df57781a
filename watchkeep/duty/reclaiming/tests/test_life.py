"""What becomes of the seats of somebody who left or moved: by the machine, by people, and what is proof of it."""

import json
from datetime import UTC, datetime

import pytest

from testing import make
from testing.carrying import work
from testing.harness import race, run_later, told
from testing.machines import web_service
from watchkeep.duty.connections.tests.carrying import open_loopback
from watchkeep.duty.reclaiming import life, queries
from watchkeep.duty.reclaiming.models import Case, Reclaim, State
from watchkeep.estate.licences import life as licences
from watchkeep.estate.licences.models import Seat
from watchkeep.estate.people import life as people
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Request

pytestmark = pytest.mark.django_db
ADMIN = Actor.system("admin")
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(THEN):
        yield


@pytest.fixture
def application():
    open_loopback()
    with web_service() as running:
        yield running


def kinds(case: Case) -> list[str]:
    return [kind.partition(".")[2] for kind in told("reclaim", case.pk)]


def line_of(seat: Seat) -> Reclaim:
    return Reclaim.objects.get(seat=seat)


def states(case: Case) -> list[str]:
    return list(case.reclaims.values_list("state", flat=True))


def test_whoever_leaves_gives_back_what_a_machine_can_take_and_the_rest_is_one_request(application):
    mia = make.manager()
    by_machine, by_hand = make.product_with_seats("Canvas"), make.product_with_seats("Ledger", owner=mia)
    make.way(by_machine, make.connection(url=application.url))
    eva = make.person("Eva Lind")
    machine, hand = make.held_seat(eva, by_machine), make.held_seat(eva, by_hand)
    application.answers = [
        json.dumps(one) for one in (
            {"totalResults": 1, "Resources": [{"id": "7", "active": True}]}, {},
            {"totalResults": 1, "Resources": [{"id": "7", "active": False}]},
        )
    ]  # fmt: skip
    people.deactivate(eva, by=ADMIN)
    work()
    machine.refresh_from_db()
    line = line_of(machine)
    assert machine.until == THEN
    assert (line.state, line.done_by_name) == (State.DONE, "Reclaiming")
    assert f"Action {line.action_run_id}" in line.proof
    assert eva.email.replace("@", "%40") in application.asked[0].path
    case, request = Case.objects.get(), Request.objects.get()
    assert (case.ticket_id, request.ticket.assignee) == (request.pk, mia)
    assert "Ledger" in request.ticket.description
    assert "Canvas" not in request.ticket.description
    assert (line_of(hand).state, case.ended_at, case.due_at.day) == (State.TO_DO, None, 3)

    life.confirm(line_of(hand), by=make.actor(mia), proof="Closed in the vendor's portal, order 4711")
    hand.refresh_from_db()
    request.refresh_from_db()
    case.refresh_from_db()
    assert (hand.until, request.state) == (THEN, "resolved")
    assert kinds(case) == ["opened", "action_asked", "left_to_people", "taken_back", "taken_back", "done"]
    content = queries.report(case).decode()
    assert "order 4711" in content
    assert content.count("\r\n") == 3
    assert len(case.sha256) == 64


def test_an_action_that_fails_is_left_to_people_with_its_reason_and_may_be_tried_again(application):
    product = make.product_with_seats()
    make.way(product, make.connection(url=application.url))
    seat = make.held_seat(None, product)
    nobody = json.dumps({"totalResults": 0, "Resources": []})
    application.answers = [nobody, nobody]
    life.leave(seat.person)
    work()
    line = line_of(seat)
    assert (line.state, line.failed) == (State.TO_DO, f"Nobody is called {seat.person.email}.")
    assert line.failed in Request.objects.get().ticket.description
    life.run(line, by=make.actor(make.ana()))
    assert line_of(seat).state == State.RUNNING
    work()
    assert (line_of(seat).state, Request.objects.count()) == (State.TO_DO, 1)
    seat.refresh_from_db()
    assert seat.until is None


def test_a_way_that_cannot_be_asked_for_is_left_to_people():
    product, connection = make.product_with_seats(), make.connection()
    make.way(product, connection)
    type(connection).objects.update(is_active=False)
    case = life.leave(make.held_seat(None, product).person)
    assert case
    line = case.reclaims.get()
    assert (line.state, line.failed) == (State.TO_DO, "The connection is paused.")


def test_leaving_twice_or_heard_twice_changes_nothing_and_a_new_seat_joins_the_same_case():
    eva = make.person()
    make.held_seat(eva)
    case = life.leave(eva)
    assert case is not None
    assert life.leave(eva) is None
    make.held_seat(eva)
    assert life.leave(eva) == case
    assert (states(case), Request.objects.count()) == ([State.TO_DO, State.TO_DO], 1)
    assert life.leave(make.person()) is None


def test_whoever_moves_is_asked_about_each_seat():
    eva, mia = make.person(), make.actor(make.manager())
    kept, given = make.held_seat(eva), make.held_seat(eva)
    people.edit(eva, by=ADMIN, phone="+49 30 5550 1")
    run_later()
    assert not Case.objects.exists()
    people.edit(eva, by=ADMIN, manager=make.person())
    run_later()
    case = Case.objects.get()
    assert (case.why, states(case), case.due_at.day) == ("moved", [State.ASKED] * 2, 16)
    with pytest.raises(Refused) as no:
        life.keep(line_of(kept), by=mia, reason="  ")
    assert no.value.field == "reason"
    life.keep(line_of(kept), by=mia, reason="Goes on with the design")
    life.take_back(line_of(given), by=mia)
    assert line_of(given).state == State.TO_DO
    with pytest.raises(Refused):
        life.keep(line_of(given), by=mia, reason="After all")
    life.confirm(line_of(given), by=mia, proof="Removed from the group")
    case.refresh_from_db()
    kept.refresh_from_db()
    assert (case.ended_at, kept.until) == (THEN, None)
    assert kinds(case)[-1] == "done"


def test_whoever_leaves_after_they_moved_is_not_asked_any_more():
    eva = make.person()
    make.held_seat(eva)
    case = life.move(eva, at=clock.now())
    assert case
    people.deactivate(eva, by=ADMIN)
    run_later()
    assert (states(case), Case.objects.count()) == ([State.TO_DO], 1)


def test_whoever_comes_back_keeps_what_was_not_taken_yet():
    eva = make.person()
    seat = make.held_seat(eva)
    people.deactivate(eva, by=ADMIN)
    run_later()
    people.activate(eva, by=ADMIN)
    run_later()
    seat.refresh_from_db()
    assert (line_of(seat).state, seat.until) == (State.KEPT, None)
    assert Request.objects.get().state == "resolved"


def test_a_seat_that_is_freed_otherwise_is_settled_and_ends_the_case():
    case = make.reclaim_case()
    line = case.reclaims.get()
    licences.free_seat(line.seat, by=CLOCK, reason="Not used")
    run_later()
    line.refresh_from_db()
    case.refresh_from_db()
    assert (line.state, line.proof, case.ended_at) == (State.DONE, "Given back: Not used", THEN)


def test_a_request_that_people_have_ended_stays_ended():
    case = make.reclaim_case()
    requests.cancel(Request.objects.get(), by=CLOCK, reason="Done by phone")
    life.confirm(case.reclaims.get(), by=CLOCK, proof="By phone")
    assert Request.objects.get().state == "cancelled"


def test_nothing_is_said_without_evidence_or_without_the_permission():
    case, stranger = make.reclaim_case(), Actor.system("stranger", may=())
    line = case.reclaims.get()
    with pytest.raises(Refused) as no:
        life.confirm(line, by=CLOCK, proof=" ")
    assert no.value.field == "proof"
    for act in (
        lambda: life.confirm(line, by=stranger, proof="x"), lambda: life.keep(line, by=stranger, reason="x"),
        lambda: life.run(line, by=stranger), lambda: life.take_back(line, by=stranger),
        lambda: life.drop_way(line.seat.product, by=stranger),
        lambda: life.set_way(line.seat.product, by=stranger, action="http", parameters={}),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    assert not Case.objects.visible_to(stranger).exists()
    assert not Reclaim.objects.visible_to(stranger).exists()
    with pytest.raises(Refused):
        life.run(line, by=CLOCK)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"action": "no_such"}, "action"),
        ({"parameters": {"act": "deactivate", "user_name": "{{ stranger.email }}"}}, "user_name"),
        ({"connection": None}, "connection"),
        ({"parameters": {"act": "deactivate"}}, "user_name"),
    ],
)
def test_a_way_that_could_never_work_is_refused_with_its_field(said, field):
    whole = {
        "action": "scim_user", "connection": make.connection(),
        "parameters": {"act": "deactivate", "user_name": "{{ person.email }}"},
    } | said  # fmt: skip
    with pytest.raises(Refused) as no:
        life.set_way(make.product_with_seats(), by=CLOCK, **whole)
    assert no.value.field == field


def test_a_table_tells_a_spreadsheet_that_a_formula_is_text():
    eva = make.person("=cmd|' /C calc'!A0")
    case = make.reclaim_case(eva)
    assert "'=cmd|" in queries.report(case).decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_that_the_last_seats_are_back_one_ends_the_case():
    eva = make.person()
    make.held_seat(eva)
    make.held_seat(eva)
    case = life.leave(eva)
    assert case
    first, second = case.reclaims.all()
    ends = race(lambda: life.confirm(first, by=CLOCK, proof="One"), lambda: life.confirm(second, by=CLOCK, proof="Two"))
    assert ends == [None, None]
    case.refresh_from_db()
    assert case.ended_at
    assert kinds(case).count("done") == 1
