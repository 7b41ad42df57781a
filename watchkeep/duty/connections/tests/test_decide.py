import pytest

from testing import harness, make
from watchkeep.duty.connections import life, queries
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


@pytest.fixture
def asked():
    """What Ana asked for, and must not approve."""
    return make.action_run(by=make.actor(make.person("Ana", roles=("manager",))), needs_approval=True)


def test_somebody_else_approves_and_it_may_run(asked):
    mia = make.actor(make.manager())
    assert list(queries.to_decide(mia)) == [asked]
    life.approve(asked, by=mia)
    assert (asked.state, asked.decided_by_name) == ("queued", "Mia")
    assert harness.told("action_run", asked.pk) == ["action.asked", "action.approved"]


def test_nobody_approves_what_they_asked_for_by_whichever_key(asked):
    ana = asked.asked_by_person
    actor = make.actor(ana)
    assert list(queries.to_decide(actor)) == []
    with pytest.raises(NotAllowed):
        life.approve(asked, by=actor)
    token = type(actor)(key="token:1", name="Ana's script", permissions=actor.permissions, person=ana.pk)
    with pytest.raises(NotAllowed):
        life.approve(asked, by=token)
    with pytest.raises(NotAllowed):
        life.refuse(asked, "Mine", by=token)


def test_an_agent_may_ask_but_not_approve(asked):
    with pytest.raises(NotAllowed):
        life.approve(asked, by=make.actor(make.bo()))


def test_a_refusal_gives_its_reason_and_nothing_runs(asked):
    mia = make.actor(make.manager())
    with pytest.raises(Refused):
        life.refuse(asked, " ", by=mia)
    life.refuse(asked, "Not during the sale", by=mia)
    assert (asked.state, asked.reason, life.take()) == ("refused", "Not during the sale", None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins():
    asked = make.action_run(by=make.actor(make.person("Ana", roles=("manager",))), needs_approval=True)
    mia, ole = (make.actor(make.person(name, roles=("manager",))) for name in ("Mia", "Ole"))
    first, second = (ActionRun.objects.get(pk=asked.pk) for _ in range(2))
    ends = harness.race(lambda: life.approve(first, by=mia), lambda: life.refuse(second, "No", by=ole))
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]


def test_what_was_approved_is_what_runs():
    incident = make.incident(title="before")
    asker = make.actor(make.person("Ana", roles=("manager",)))
    run = make.action_run(
        by=asker, parameters={"path": "{{ incident.title }}"}, ticket_id=incident.pk, needs_approval=True
    )
    life.approve(run, by=CLOCK)
    incident.ticket.title = "after"
    incident.ticket.save()
    assert life.take().sent.endswith("/before")


def test_what_waits_can_be_called_off():
    run = make.action_run()
    life.cancel(run, by=CLOCK, reason="Not needed")
    assert (run.state, life.take()) == ("cancelled", None)


def test_what_never_ran_cannot_be_undone():
    run = make.action_run(parameters={"method": "PUT", "path": "x", "undo_path": "x"})
    with pytest.raises(Refused):
        life.undo(run, by=CLOCK)


def test_a_stranger_sees_no_run_and_no_connection(asked):
    stranger = make.actor(make.stranger())
    assert not queries.log(stranger).exists()
    assert not queries.connections(stranger).exists()
