from datetime import timedelta

import pytest

from testing import make
from testing.harness import race, told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.approvals import jobs, life, queries, rules
from watchkeep.work.approvals.models import AnswerLink, Approval, Ballot, StandIn


def stage(*people, **more):
    approvers = tuple(life.Approver(life.Who.PERSON, person.pk) for person in people)
    return life.Stage("Owners", approvers, **more)


def ask(*stages, requester=None, by=CLOCK) -> Approval:
    person = requester or make.asker()
    return life.ask(
        make.ticket(), by=by, stages=stages, title="500 GB", what=[("Item", "500 GB")], requester=person, subject="test"
    )


def answer(approval, person, *, agreed=True, reason="No need"):
    ballot = Ballot.objects.open().get(approval=approval, person=person)
    if agreed:
        life.approve(ballot, by=make.actor(person))
    else:
        life.refuse(ballot, by=make.actor(person), reason=reason)
    approval.refresh_from_db()
    return approval.state


def away(person, deputy, *, hours=1) -> StandIn:
    now = clock.now()
    return life.stand_in(
        by=make.actor(person), person=person, deputy=deputy, from_at=now - timedelta(hours=1),
        until_at=now + timedelta(hours=hours),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("needed_in", "remind_in", "late_in"),
    [
        (None, 24, 7 * 24),
        (timedelta(days=30), 24, 7 * 24),
        (timedelta(days=5), 24, 5 * 24 - 1),
        (timedelta(hours=13), 6, 12),
        (timedelta(hours=2), 0.75, 1.5),
        (timedelta(0), 24, 7 * 24),
        (-timedelta(days=1), 24, 7 * 24),
    ],
)
def test_nobody_is_asked_for_longer_than_an_answer_is_of_use(needed_in, remind_in, late_in):
    now = clock.now()
    needed_by = None if needed_in is None else now + needed_in
    found = rules.times(life.Stage("Owners", (), expire_days=7), now, needed_by)
    assert found == (now + timedelta(hours=remind_in), now + timedelta(hours=late_in))


@pytest.mark.parametrize(
    ("need", "answers", "comes_to"),
    [
        ("any", [None, None], "open"),
        ("any", [True, None], "passed"),
        ("any", [False, None], "open"),
        ("any", [False, False], "refused"),
        ("all", [True, None], "open"),
        ("all", [True, True], "passed"),
        ("all", [False, None], "refused"),
        ("quorum", [True, True, None], "passed"),
        ("quorum", [True, False, None], "open"),
        ("quorum", [False, False, None], "refused"),
        ("quorum", [True], "passed"),
    ],
)
def test_how_a_stage_ends(need, answers, comes_to):
    assert rules.outcome(life.Stage("x", (), need=life.Need(need)), answers) == comes_to


@pytest.mark.parametrize(
    "wrong",
    [
        [{"name": "", "approvers": [{"who": "manager"}]}],
        [{"name": "x", "approvers": []}],
        [{"name": "x", "approvers": [{"who": "person"}]}],
        [{"name": "x", "approvers": [{"who": "manager", "id": 3}]}],
        [{"name": "x", "approvers": [{"who": "manager"}], "expire_days": 0}],
        [{"name": "x", "approvers": [{"who": "everybody"}]}],
        {"name": "x"},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(Refused):
        life.read_stages(wrong)


def test_one_stage_after_the_other():
    approval = ask(stage(make.ana()), stage(make.bo()))
    assert answer(approval, make.ana()) == "pending"
    assert answer(approval, make.bo()) == "approved"


def test_a_refusal_needs_a_reason():
    approval = ask(stage(make.ana()))
    with pytest.raises(Refused) as no:
        answer(approval, make.ana(), agreed=False, reason="  ")
    assert no.value.field == "reason"
    assert answer(approval, make.ana(), agreed=False) == "refused"
    assert approval.reason == "No need"


def test_the_requester_is_never_asked_and_their_manager_s_manager_is_instead():
    boss = make.asker("Boss", manager=make.ana())
    made = ask(life.Stage("Boss", (life.Approver(life.Who.MANAGER),)), requester=make.asker(manager=boss), by=CLOCK)
    assert [one.person for one in made.ballots.all()] == [boss]
    filed = ask(life.Stage("Boss", (life.Approver(life.Who.MANAGER),)), requester=make.asker(), by=make.actor(boss))
    assert [one.person for one in filed.ballots.all()] == [make.ana()]


def test_nobody_approves_for_themselves_as_a_substitute():
    karim = make.asker()
    approval = ask(stage(make.ana()), requester=karim)
    away(make.ana(), karim)
    with pytest.raises(NotAllowed):
        life.approve(approval.ballots.get(), by=make.actor(karim))
    assert not queries.inbox(make.actor(karim)).exists()


def test_nobody_hands_a_question_to_whoever_gains_by_it():
    approval = ask(stage(make.ana()))
    with pytest.raises(Refused) as no:
        life.delegate(approval.ballots.get(), by=make.actor(make.ana()), to=make.asker())
    assert no.value.code == "own"
    life.delegate(approval.ballots.get(), by=make.actor(make.ana()), to=make.bo())
    with pytest.raises(NotAllowed):
        life.approve(approval.ballots.get(), by=make.actor(make.ana()))
    assert answer(approval, make.bo()) == "approved"


def test_a_substitute_answers_while_the_absence_lasts():
    approval = ask(stage(make.ana()))
    row = away(make.ana(), make.bo())
    assert [one.person for one in queries.inbox(make.actor(make.bo()))] == [make.ana()]
    life.end_stand_in(row, by=make.actor(make.ana()))
    with pytest.raises(NotAllowed):
        life.approve(approval.ballots.get(), by=make.actor(make.bo()))
    away(make.ana(), make.bo())
    life.approve(approval.ballots.get(), by=make.actor(make.bo()))
    ballot = approval.ballots.get()
    assert (ballot.person, ballot.answered_by) == (make.ana(), make.bo())


def test_of_two_who_answer_at_once_one_is_told(transactional_db):
    ana, bo = make.ana(), make.bo()
    approval = ask(stage(ana))
    away(ana, bo)
    ballot = approval.ballots.get()
    actors = [make.actor(ana), make.actor(bo)] * 3
    ends = race(*(lambda by=by: life.approve(Ballot.objects.get(pk=ballot.pk), by=by) for by in actors))
    assert ends.count(None) == 1
    assert told("ticket", approval.ticket_id, "approval").count("approval.approved") == 1


def test_both_votes_that_a_stage_needs_may_come_at_once(transactional_db):
    ana, bo = make.ana(), make.bo()
    approval = ask(stage(ana, bo, need=life.Need.ALL))
    ballots = [(Ballot.objects.get(approval=approval, person=one), make.actor(one)) for one in (ana, bo)]
    assert race(*(lambda b=b, by=by: life.approve(b, by=by) for b, by in ballots)) == [None, None]
    approval.refresh_from_db()
    assert approval.state == "approved"


def test_whoever_does_not_answer_is_reminded_and_one_day_it_is_too_late():
    approval = ask(stage(make.ana(), remind_hours=24, expire_days=2))
    assert jobs.keep_asking() == 0
    Approval.objects.update(remind_at=clock.now())
    assert (jobs.keep_asking(), jobs.keep_asking()) == (1, 0)
    Approval.objects.update(expires_at=clock.now())
    jobs.keep_asking()
    approval.refresh_from_db()
    assert approval.state == "expired"
    assert told("ticket", approval.ticket_id, "approval")[-2:] == ["approval.reminded", "approval.expired"]


def test_a_link_answers_once_and_only_for_whom_it_was_sent():
    approval = ask(stage(make.ana()))
    token = life.new_link(approval.ballots.get(), make.ana())
    link = queries.link_of(token)
    assert queries.link_of(token[:-1]) is None
    life.use_link(link, agreed=True, seen=approval.digest)
    with pytest.raises(Refused) as no:
        life.use_link(queries.link_of(token), agreed=False, seen="", reason="Changed my mind")
    assert no.value.code == "used"


def test_of_many_who_press_the_same_link_one_answers(transactional_db):
    approval = ask(stage(make.ana()))
    link = queries.link_of(life.new_link(approval.ballots.get(), make.ana()))
    ends = race(*(lambda: life.use_link(AnswerLink.objects.get(pk=link.pk), agreed=True, seen="") for _ in range(6)))
    assert ends.count(None) == 1
