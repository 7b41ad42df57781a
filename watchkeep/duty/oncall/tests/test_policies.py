"""Policies: written, changed, given to services, taken away; and what they would do."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.life import Step
from watchkeep.duty.oncall.models import Policy
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def test_a_policy_keeps_its_steps_in_order():
    steps = make.step(make.schedule(name="Rota"), make.ana(), wait=3), make.step(make.team("Shop"), severity=2)
    made = make.policy(*steps)
    plan = Policy.objects.whole().get(pk=made.pk).plan()
    assert [[target.name for target in step.targets] for step in plan.steps] == [["Rota", "Ana"], ["Shop"]]
    assert [(step.wait_minutes, step.severity) for step in plan.steps] == [(3, None), (5, 2)]
    assert told("policy", made.pk) == ["oncall.policy_saved"]


@pytest.mark.parametrize("steps", [[], [Step(targets=(), wait_minutes=5)]])
def test_a_policy_that_pages_nobody_is_refused(steps):
    with pytest.raises(Refused) as refused:
        life.create_policy(by=CLOCK, name="Empty", steps=steps)
    assert refused.value.field == "steps"


def test_two_policies_cannot_have_one_name():
    make.policy(name="Shop")
    with pytest.raises(Refused) as refused:
        make.policy(name="shop")
    assert refused.value.field == "name"


def test_there_is_one_default_and_the_newest_wins():
    first, second = make.policy(is_default=True), make.policy(is_default=True)
    assert list(Policy.objects.filter(is_default=True)) == [second]
    assert not Policy.objects.get(pk=first.pk).is_default


def test_changing_a_policy_replaces_its_steps():
    made = make.policy(make.step(make.ana()), make.step(make.bo()))
    life.change_policy(made, by=CLOCK, name=made.name, steps=[make.step(make.bo(), wait=9)], repeat=2)
    plan = Policy.objects.whole().get(pk=made.pk).plan()
    assert ([step.wait_minutes for step in plan.steps], plan.repeat) == ([9], 2)


def test_a_policy_that_answers_for_a_service_cannot_be_taken_away():
    made = make.policy(service=make.service("Web shop"))
    with pytest.raises(Refused, match="Web shop"):
        life.remove_policy(made, by=CLOCK)


def test_a_policy_that_nobody_needs_can_be_taken_away_and_its_history_stays():
    running = make.escalation()
    service = running.ticket.service
    life.assign_policy(service, by=CLOCK, policy=None)
    life.remove_policy(running.policy, by=CLOCK)
    running.refresh_from_db()
    assert (running.policy, bool(running.plan.steps)) == (None, True)


def test_a_service_can_be_left_to_the_default_policy():
    default, service = make.policy(is_default=True), make.service()
    own = make.policy(service=service)
    assert queries.policy_for(service) == own
    life.assign_policy(service, by=CLOCK, policy=None)
    assert queries.policy_for(service) == default
    assert queries.policies_of([service]) == [default]


def test_an_agent_may_not_change_policies():
    actor, made, service = make.actor(make.ana()), make.policy(), make.service()
    with pytest.raises(NotAllowed):
        life.create_policy(by=actor, name="x", steps=[make.step(make.ana())])
    with pytest.raises(NotAllowed):
        life.change_policy(made, by=actor, name="x", steps=[make.step(make.ana())], repeat=0)
    with pytest.raises(NotAllowed):
        life.remove_policy(made, by=actor)
    with pytest.raises(NotAllowed):
        life.assign_policy(service, by=actor, policy=made)


def test_the_preview_says_who_would_be_paged_when():
    service = make.service()
    make.policy(make.step(make.ana(), wait=5), make.step(make.bo(), wait=10), service=service, repeat=2)
    preview = queries.preview(service, 1)
    assert [(rung.seconds, rung.reached[0].person.name) for rung in preview.rungs] == [(0, "Ana"), (300, "Bo")]


def test_the_preview_asks_who_is_on_duty_at_the_moment_of_each_step():
    service, rota = make.service(), make.schedule(make.ana(), make.bo())
    make.policy(make.step(rota), make.step(rota), service=service)
    before_handover = datetime(2026, 1, 12, 8, 58, tzinfo=ZoneInfo("Europe/Berlin"))
    preview = queries.preview(service, 1, before_handover)
    assert [rung.reached[0].person.name for rung in preview.rungs] == ["Ana", "Bo"]


def test_the_preview_passes_over_holes_at_once_and_names_them():
    service = make.service()
    make.policy(make.step(make.schedule(), wait=30), make.step(make.bo()), service=service)
    hole, bo = queries.preview(service, 1).rungs
    assert (hole.is_blind, hole.reached[0].why, bo.seconds) == (True, "nobody_on_duty", 0)


def test_the_preview_of_a_service_without_a_policy_says_that_nobody_would_come():
    preview = queries.preview(make.service(), 1)
    assert (preview.policy, preview.is_silent) == (None, True)


def test_the_preview_changes_nothing():
    service = make.service()
    make.policy(service=service)
    with clock.travel(minutes=1):
        queries.preview(service, 2)
    assert not queries.latest(make.ticket())
