"""Who hears of actions: whoever must agree, whoever must answer, whoever was refused."""

from testing import harness, make
from watchkeep.duty.connections import life as actions
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel.actors import CLOCK


def told():
    harness.run_later()
    return sorted(Delivery.objects.filter(channel="email").values_list("person__name", "subject"))


def test_those_of_the_owner_team_who_may_approve_hear_of_it_and_the_asker_does_not():
    mia, ole, bo = make.manager(), make.person("Ole", roles=("manager",)), make.bo()
    owner = make.team("Platform", members=(mia, ole, bo))
    make.action_run(by=make.actor(ole), connection=make.connection(owner=owner, name="Shop"), needs_approval=True)
    assert told() == [("Mia", "Waits for your approval: HTTP call Shop")]


def test_everybody_who_may_approve_hears_of_it_when_nobody_of_the_team_may():
    make.manager()
    make.action_run(by=make.actor(make.ana()), connection=make.connection(name="Shop"), needs_approval=True)
    assert [name for name, _subject in told()] == ["Mia"]


def test_what_needs_no_approval_is_told_to_nobody():
    make.manager()
    make.action_run(by=make.actor(make.ana()))
    assert told() == []


def test_a_question_goes_to_whoever_works_on_the_ticket():
    ana = make.ana()
    incident = make.incident("in_progress", by=ana)
    asked = {"question": "Is it back?", "choices": ["Yes", "No"]}
    harness.run_later()
    Delivery.objects.all().delete()
    make.action_run("ask", parameters=asked, ticket_id=incident.pk)
    assert [(name, subject.partition(":")[0][-21:]) for name, subject in told()] == [("Ana", "Your answer is needed")]


def test_whoever_asked_hears_of_the_refusal():
    run = make.action_run(by=make.actor(make.ana()), needs_approval=True)
    actions.refuse(run, "Not during the sale", by=CLOCK)
    assert [(name, subject.partition(":")[0]) for name, subject in told()] == [("Ana", "Refused")]
