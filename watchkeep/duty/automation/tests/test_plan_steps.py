import pytest
from django.db import transaction

from testing import make
from watchkeep.duty.automation import life
from watchkeep.duty.automation.life import carrying
from watchkeep.duty.connections import life as connections
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.changes.models import PlanStep

WAIT = {"title": "Let it drain", "way": "action", "action": "wait", "parameters": {"seconds": 60}}


def step_of(state="implementing", **more):
    make.change(state, plan=[WAIT | more])
    return PlanStep.objects.select_related("change__ticket").get()


def test_what_the_action_came_to_is_how_the_step_went():
    step = step_of()
    asked = life.run_plan_step(step, by=CLOCK)
    assert (asked.ticket_id, PlanStep.objects.get().run) == (step.change_id, asked.pk)
    life.settle_plan_step(asked.pk, failed="Nobody answered")
    step.refresh_from_db()
    assert (step.state, step.note) == ("failed", "Nobody answered")
    again = life.run_plan_step(step, by=CLOCK)
    life.settle_plan_step(again.pk)
    life.settle_plan_step(again.pk)
    assert PlanStep.objects.get().state == "done"
    with pytest.raises(Refused), transaction.atomic():
        life.run_plan_step(PlanStep.objects.select_related("change__ticket").get(), by=CLOCK)


def test_what_is_called_off_has_failed():
    step = step_of()
    asked = life.run_plan_step(step, by=CLOCK)
    connections.cancel(ActionRun.objects.get(pk=asked.pk), by=CLOCK, reason="Not now")
    step.refresh_from_db()
    assert (step.state, step.note) == ("failed", "Not now")


def test_nothing_runs_before_the_change_is_carried_out_by_hand_or_without_permission():
    step = step_of("scheduled")
    assert life.run_plan_step(step, by=CLOCK, is_dry_run=True).is_dry_run
    for by in (CLOCK, make.actor(make.stranger())):
        with pytest.raises((Refused, NotAllowed)), transaction.atomic():
            life.run_plan_step(step, by=by)
    assert PlanStep.objects.get().run is None


@pytest.mark.parametrize("more", [{"parameters": {"connection": "nowhere"}}, {"parameters": {"seconds": -1}}])
def test_an_action_that_cannot_even_be_asked_for_changes_nothing(more):
    step = step_of(**more)
    with pytest.raises(Refused), transaction.atomic():
        life.run_plan_step(step, by=CLOCK)
    assert (PlanStep.objects.get().run, PlanStep.objects.get().state) == (None, "open")


def test_of_two_who_hand_it_over_one_is_told():
    first, second = step_of(), PlanStep.objects.select_related("change__ticket").get()
    life.run_plan_step(first, by=CLOCK)
    with pytest.raises(Refused), transaction.atomic():
        carrying.run_plan_step(second, by=CLOCK)
