"""Many tickets at once: in the background, ticket by ticket, with the permissions of who asked, and back again."""

from datetime import timedelta

import pytest

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.desk import life, queries
from watchkeep.work.desk.models import Outcome, Run
from watchkeep.work.desk.rules import Order
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Comment


def outcomes(run):
    return [item.outcome for item in run.items.all()]


def test_nothing_happens_when_it_is_asked_for_and_everything_in_the_background():
    one, two, bo = make.ticket(), make.ticket(tags=["old"]), make.bo()
    run = make.bulk_run([one, two], order=Order(person=bo.pk, add_tags=("storm",), remove_tags=("old",)))
    one.refresh_from_db()
    assert one.tags == []
    make.worked_off(run)
    two.refresh_from_db()
    assert (two.assignee, two.tags) == (bo, ["storm"])
    assert outcomes(run) == [Outcome.CHANGED, Outcome.CHANGED]
    assert run.ended_at
    assert not run.is_under_way


def test_kinds_are_mixed_and_one_that_is_refused_stops_nobody():
    incident, problem, over = make.ticket(), make.problem().ticket, make.ticket("closed")
    run = make.worked_off(
        make.bulk_run([incident, problem, over], order=Order(verb="resolve", words="Done with the release"))
    )
    by_number = {item.ticket.number: item for item in run.items.select_related("ticket")}
    assert by_number[incident.number].outcome == Outcome.CHANGED
    assert by_number[problem.number].outcome == Outcome.REFUSED  # nobody looked for its cause yet
    assert by_number[over.number].outcome == Outcome.REFUSED
    assert by_number[over.number].says
    assert queries.progress_of(run).refused == 2


def test_what_holds_already_is_not_touched():
    one = make.ticket(tags=["storm"])
    run = make.worked_off(make.bulk_run([one]))
    assert outcomes(run) == [Outcome.SAME]


def test_a_reply_is_written_to_each_with_its_own_words():
    one, nobodys = make.ticket(requester=make.employee()), make.ticket()
    run = make.worked_off(
        make.bulk_run([one, nobodys], order=Order(way="reply", body="Dear {{ requester.name }}: {{ ticket.number }}"))
    )
    assert outcomes(run) == [Outcome.CHANGED, Outcome.REFUSED]
    assert Comment.objects.get().body == f"Dear {make.employee().name}: {one.number}"


def test_who_asked_is_asked_again_for_each_ticket():
    bo = make.bo()
    run = make.bulk_run(by=bo)
    bo.roles.clear()
    assert outcomes(make.worked_off(run)) == [Outcome.REFUSED]
    gone = make.bulk_run(by=make.ana())
    type(make.ana()).objects.filter(pk=make.ana().pk).update(is_active=False)
    assert "has left" in make.worked_off(gone).items.get().says


def test_a_key_does_no_more_through_a_run_than_by_itself():
    actor = make.actor(make.ana())
    narrow = type(actor)(
        key="token:1", name="Key", permissions=actor.permissions - {"ticket.edit"}, person=actor.person
    )
    one = make.ticket()
    run = make.worked_off(life.ask([one.pk], Order(add_tags=("x",)), by=narrow))
    assert outcomes(run) == [Outcome.REFUSED]


def test_it_takes_the_permission_some_tickets_and_something_to_do():
    one = make.ticket()
    with pytest.raises(NotAllowed):
        life.ask([one.pk], Order(add_tags=("x",)), by=make.actor(make.stranger()))
    with pytest.raises(NotAllowed):
        life.ask([one.pk], Order(add_tags=("x",)), by=CLOCK)
    with pytest.raises(Refused):
        life.ask([one.pk], Order(), by=make.actor(make.ana()))
    with pytest.raises(Refused):
        life.ask([], Order(add_tags=("x",)), by=make.actor(make.ana()))


def test_a_run_of_others_is_not_seen():
    run = make.bulk_run()
    assert not Run.objects.visible_to(make.actor(make.bo())).exists()
    with pytest.raises(NotAllowed):
        life.undo(make.worked_off(run), by=make.actor(make.bo()))


class TestUndo:
    def test_all_of_it_goes_back(self):
        ana, bo = make.ana(), make.bo()
        one, two = make.ticket(tags=["old"]), make.ticket()
        tickets.assign(one, by=CLOCK, person=bo)
        run = make.worked_off(make.bulk_run([one, two], order=Order(person=ana.pk, add_tags=("storm",))))
        life.undo(run, by=make.actor(ana))
        make.worked_off(run)
        one.refresh_from_db(), two.refresh_from_db()
        assert (one.assignee, one.tags, two.assignee, two.tags) == (bo, ["old"], None, [])
        assert outcomes(run) == [Outcome.UNDONE, Outcome.UNDONE]
        assert run.undone_at

    def test_what_somebody_changed_since_is_left(self):
        one, bo = make.ticket(), make.bo()
        run = make.worked_off(make.bulk_run([one], order=Order(person=make.ana().pk, add_tags=("storm",))))
        tickets.assign(one, by=CLOCK, person=bo)
        life.undo(run, by=make.actor(make.ana()))
        make.worked_off(run)
        one.refresh_from_db()
        assert (one.assignee, one.tags) == (bo, [])
        item = run.items.get()
        assert item.outcome == Outcome.KEPT
        assert "assignee" in item.says

    def test_a_verb_goes_back_by_the_one_that_takes_it_back(self):
        held = make.incident("in_progress")
        run = make.worked_off(make.bulk_run([held.ticket], order=Order(verb="hold", words="A part")))
        assert held.ticket.__class__.objects.get(pk=held.pk).state == "on_hold"
        life.undo(run, by=make.actor(make.ana()))
        make.worked_off(run)
        assert held.ticket.__class__.objects.get(pk=held.pk).state == "in_progress"

    def test_what_has_no_way_back_says_so(self):
        one = make.incident()
        run = make.worked_off(make.bulk_run([one.ticket], order=Order(verb="acknowledge")))
        life.undo(run, by=make.actor(make.ana()))
        assert outcomes(make.worked_off(run)) == [Outcome.KEPT]

    def test_only_once_and_only_within_the_hour(self):
        run = make.worked_off(make.bulk_run())
        with clock.travel(hours=2), pytest.raises(Refused):
            life.undo(run, by=make.actor(make.ana()))
        life.undo(run, by=make.actor(make.ana()))
        with pytest.raises(Refused):
            life.undo(run, by=make.actor(make.ana()))
        assert run.undo_until - run.ended_at == timedelta(hours=1)

    def test_a_run_under_way_cannot_be_taken_back(self):
        with pytest.raises(Refused):
            life.undo(make.bulk_run(), by=make.actor(make.ana()))


def test_a_preview_says_what_would_change_and_changes_nothing():
    one, actor = make.ticket(), make.actor(make.ana())
    plan = life.plan(one, Order(verb="acknowledge", add_tags=("x",), person=make.bo().pk), by=actor)
    assert [change.what for change in plan.changes] == ["Assignee", "Tags", "Acknowledge"]
    assert plan.is_possible
    over = make.ticket("closed")
    assert "Not possible" in life.plan(over, Order(verb="acknowledge"), by=actor).refusal
    assert "Nothing would change" in life.plan(one, Order(remove_tags=("x",)), by=actor).refusal
    assert "may not" in life.plan(one, Order(add_tags=("x",)), by=make.actor(make.stranger())).refusal
    one.refresh_from_db()
    assert (one.tags, one.state) == ([], "new")
    assert incidents.LIFE.steps["acknowledge"].end == "in_progress"
