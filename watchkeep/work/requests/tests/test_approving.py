import pytest

from testing import make
from testing.harness import race, told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Approval, Ballot
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Request, State
from watchkeep.work.tickets import life as tickets

SIZE = make.form(make.question("size", ask="number"))


def state(row: Request) -> str:
    return Request.objects.get(pk=row.pk).state


def test_an_agreement_clears_the_way():
    row = make.asked()
    assert row.state == State.WAITING
    approvals.approve(make.ballot(row), by=make.actor(make.ana()))
    assert state(row) == State.NEW
    assert told("ticket", row.pk, "request") == ["request.opened", "request.waiting", "request.cleared"]


def test_a_refusal_ends_it_with_a_reason_that_the_requester_reads():
    row = make.asked(item=make.catalogue_item(approval=[make.manager_stage()], is_kept=True, most_in_all=1))
    approvals.refuse(make.ballot(row), by=make.actor(make.ana()), reason="Use the shared one")
    row = Request.objects.get(pk=row.pk)
    assert (row.state, row.refuse_reason) == (State.REFUSED, "Use the shared one")
    assert not row.holdings.filter(ended_at=None).exists()


def test_only_what_costs_so_much_needs_a_second_stage():
    dear = {**make.manager_stage(), "name": "Owner", "approvers": [{"who": "person", "id": make.bo().pk}]}
    dear["only_if"] = [{"question": "price_once", "test": "at_least", "value": 100}]
    item = make.catalogue_item(approval=[make.manager_stage(), dear], price_once=60)
    assert len(Approval.objects.get(ticket=make.asked(item=item).pk).plan) == 1
    assert len(Approval.objects.get(ticket=make.asked(item=item, quantity=2).pk).plan) == 2


def test_when_what_was_approved_changes_the_approval_falls():
    row = make.asked(item=make.catalogue_item(form=SIZE, approval=[make.manager_stage()]), answers={"size": 5})
    make.approve(row)
    life.start(row, by=CLOCK)
    life.change(row, by=make.actor(make.asker()), answers={"size": 500})
    assert state(row) == State.WAITING
    assert [one.state for one in Approval.objects.filter(ticket=row.pk)] == ["pending", "fallen"]


def test_the_same_answers_again_change_nothing():
    row = make.asked(item=make.catalogue_item(form=SIZE, approval=[make.manager_stage()]), answers={"size": 5})
    make.approve(row)
    life.change(row, by=make.actor(make.asker()), answers={"size": "5"})
    assert state(row) == State.NEW


def test_what_was_read_before_it_changed_cannot_be_approved():
    row = make.asked(item=make.catalogue_item(form=SIZE, approval=[make.manager_stage()]), answers={"size": 5})
    old = make.ballot(row)
    seen = old.approval.digest
    life.change(row, by=make.actor(make.asker()), answers={"size": 500})
    with pytest.raises(Refused):
        approvals.approve(old, by=make.actor(make.ana()), seen=seen)
    with pytest.raises(Refused) as no:
        approvals.approve(make.ballot(row), by=make.actor(make.ana()), seen=seen)
    assert no.value.code == "stale"


def test_for_somebody_else_is_another_request():
    item = make.catalogue_item(approval=[make.manager_stage()], most_each=1)
    row = make.asked(item=item)
    make.approve(row)
    eve = make.employee()
    eve.manager = make.bo()
    eve.save()
    tickets.edit(row.ticket, by=make.actor(make.ana()), requester=eve)
    assert state(row) == State.WAITING
    assert make.ballot(row).person == make.bo()
    assert [one.person for one in row.holdings.filter(ended_at=None)] == [eve]


def test_whoever_files_it_for_somebody_may_not_approve_it():
    boss, karim = make.ana(), make.asker(manager=make.ana())
    item = make.catalogue_item(approval=[make.manager_stage()])
    make.manager()
    row = life.open_(by=make.actor(boss), item=item, requester=karim, source="phone")
    assert boss not in [one.person for one in Ballot.objects.filter(approval__ticket=row.pk)]


def test_nobody_answered_in_time_so_the_desk_asks_again():
    row = make.asked()
    with pytest.raises(Refused):
        life.ask_again(row, by=CLOCK)
    approvals.expire(Approval.objects.get(ticket=row.pk))
    assert state(row) == State.WAITING
    life.ask_again(row, by=make.actor(make.bo()))
    make.approve(row)
    assert state(row) == State.NEW


def test_a_withdrawn_request_needs_nobodys_answer():
    row = make.asked()
    ballot = make.ballot(row)
    life.withdraw(row, by=make.actor(make.asker()))
    assert Approval.objects.get(ticket=row.pk).state == "withdrawn"
    with pytest.raises(Refused):
        approvals.approve(ballot, by=make.actor(make.ana()))


def test_without_anybody_to_ask_it_is_refused_at_once():
    with pytest.raises(Refused) as no:
        make.request("", item=make.catalogue_item(approval=[make.manager_stage()]))
    assert no.value.code == "nobody"


def test_an_answer_and_a_withdrawal_at_once_end_in_one_of_both(transactional_db):
    for _round in range(4):
        row = make.asked()
        ballot, by, ana = make.ballot(row), make.actor(make.asker()), make.actor(make.ana())
        ends = race(
            lambda row=row, by=by: life.withdraw(Request.objects.get(pk=row.pk), by=by),
            lambda ballot=ballot, ana=ana: approvals.approve(ballot, by=ana),
        )
        assert all(end is None or isinstance(end, Refused) for end in ends)
        assert state(row) == State.CANCELLED
        assert Approval.objects.get(ticket=row.pk).state in {"withdrawn", "approved"}


def test_a_stranger_answers_nothing():
    row = make.asked()
    for person in (make.stranger(), make.asker(), make.bo()):
        with pytest.raises(NotAllowed):
            approvals.approve(make.ballot(row), by=make.actor(person))
