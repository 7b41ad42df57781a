"""Runs: started once, stage by stage, by conditions, with answers, evidence and approval."""

import pytest

from testing import make
from testing.harness import race, told
from watchkeep.duty.automation import life
from watchkeep.duty.automation.life import Condition
from watchkeep.duty.automation.models import Run, RunStep
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life as incidents


def step(run, place):
    return RunStep.objects.get(run=run, position=place)


def states(run):
    return list(RunStep.objects.filter(run=run).order_by("position").values_list("state", flat=True))


def fresh(run):
    return Run.objects.get(pk=run.pk)


def finish(run, place, **said):
    life.finish_step(step(run, place), by=make.actor(make.ana()), **said)


def test_the_first_step_is_ready_and_the_room_is_told():
    run = make.run()
    assert states(run) == ["ready", "waiting"]
    assert told("ticket", run.ticket_id, "run") == ["run.started"]


def test_starting_twice_starts_once():
    run = make.run()
    assert life.start(run.procedure, by=CLOCK, ticket=run.ticket).pk == run.pk


def test_a_draft_cannot_be_started():
    with pytest.raises(Refused, match="not published"):
        life.start(make.procedure(is_published=False), by=CLOCK, ticket=make.ticket())


def test_starting_needs_the_permission():
    with pytest.raises(NotAllowed):
        life.start(make.procedure(), by=make.actor(make.employee()), ticket=make.ticket())


def test_a_run_keeps_its_version_when_the_procedure_changes():
    run = make.run(make.doing("look"))
    life.save_draft(run.procedure, by=CLOCK, body="", steps=[make.doing("other")])
    life.publish(run.procedure, by=CLOCK)
    assert [one.key for one in fresh(run).plan] == ["look"]


def test_steps_follow_one_another_and_the_run_finishes():
    run = make.run()
    finish(run, 0)
    assert states(run) == ["done", "ready"]
    finish(run, 1)
    assert fresh(run).state == "done"
    assert told("ticket", run.ticket_id, "run", "step")[-2:] == ["step.finished", "run.finished"]


def test_what_waits_cannot_be_finished():
    with pytest.raises(Refused):
        finish(make.run(), 1)


def test_parallel_steps_are_ready_together_and_the_next_waits_for_both():
    run = make.run(make.doing("a"), make.doing("b", together=True), make.doing("c"))
    assert states(run) == ["ready", "ready", "waiting"]
    finish(run, 1)
    assert states(run) == ["ready", "done", "waiting"]
    finish(run, 0)
    assert states(run) == ["done", "done", "ready"]


def test_an_answer_leads_one_way_and_passes_the_other_by():
    ask = make.doing("ask", answers=("yes", "no"))
    run = make.run(
        ask,
        make.doing("when-yes", condition=Condition(step="ask", answers=("yes",))),
        make.doing("when-no", condition=Condition(step="ask", answers=("no",))),
    )
    with pytest.raises(Refused) as no:
        finish(run, 0)
    assert no.value.field == "answer"
    finish(run, 0, answer="no")
    assert states(run) == ["done", "skipped", "ready"]
    assert facts.told("ticket", run.ticket_id, kind="step.skipped").get().data["by_condition"] is True


@pytest.mark.parametrize(("severity", "tier", "state"), [(1, 1, "ready"), (3, 1, "done"), (1, 3, "done")])
def test_severity_and_tier_decide_when_the_step_is_reached(severity, tier, state):
    service = make.service(tier=Service.Tier(tier))
    only = make.doing("call", condition=Condition(severity=2, tier=2))
    run = make.run(only, on=make.ticket(service=service, severity=severity))
    assert (fresh(run).state if state == "done" else states(run)[0]) == state


def test_a_step_that_wants_evidence_is_not_done_without_it():
    run = make.run(make.doing("restore", needs_evidence=True))
    with pytest.raises(Refused) as no:
        finish(run, 0)
    assert no.value.field == "evidence"
    finish(run, 0, evidence="42 rows came back")
    assert step(run, 0).evidence == "42 rows came back"


def test_whoever_approves_does_not_do_it():
    run = make.run(make.doing("wipe", needs_approval=True))
    with pytest.raises(Refused, match="approve"):
        finish(run, 0)
    with pytest.raises(NotAllowed):
        life.approve_step(step(run, 0), by=make.actor(make.bo()))
    manager = make.actor(make.manager())
    life.approve_step(step(run, 0), by=manager)
    with pytest.raises(Refused, match="You approved"):
        life.finish_step(step(run, 0), by=manager)
    finish(run, 0)
    assert states(run) == ["done"]


def test_a_step_is_skipped_with_a_reason_only():
    run = make.run()
    with pytest.raises(Refused) as no:
        life.skip_step(step(run, 0), by=CLOCK, reason=" ")
    assert no.value.field == "reason"
    life.skip_step(step(run, 0), by=CLOCK, reason="Known already")
    assert states(run) == ["skipped", "ready"]


def test_a_failure_stops_the_run_until_it_is_tried_again():
    run = make.run()
    life.fail_step(step(run, 0), by=CLOCK, reason="No answer")
    assert (fresh(run).state, states(run)) == ("stopped", ["failed", "waiting"])
    life.retry_step(step(run, 0), by=CLOCK)
    assert (fresh(run).state, states(run)) == ("running", ["ready", "waiting"])
    assert told("ticket", run.ticket_id, "run") == ["run.started", "run.stopped", "run.resumed"]


def test_a_failure_that_does_not_matter_lets_the_run_go_on():
    run = make.run(make.doing("try", on_failure="go_on"), make.doing("next"))
    life.fail_step(step(run, 0), by=CLOCK, reason="No answer")
    assert (fresh(run).state, states(run)) == ("running", ["failed", "ready"])


def test_undoing_goes_backwards_over_what_can_be_undone():
    run = make.run(
        make.doing("a", undo="Close it again"),
        make.doing("b"),
        make.doing("c", undo="Switch back"),
        make.doing("d", on_failure="undo"),
    )
    for place in range(3):
        finish(run, place)
    life.fail_step(step(run, 3), by=CLOCK, reason="Worse than before")
    assert (fresh(run).state, states(run)) == ("undoing", ["done", "done", "undoing", "failed"])
    life.undo_step(step(run, 2), by=CLOCK)
    assert states(run) == ["undoing", "done", "undone", "failed"]
    life.leave_step(step(run, 0), by=CLOCK, note="It does no harm")
    assert (fresh(run).state, states(run)) == ("undone", ["done", "done", "undone", "failed"])


def test_an_ended_run_takes_no_more_work():
    run = make.run()
    life.cancel(run, by=CLOCK, reason="Something else")
    with pytest.raises(Refused):
        finish(run, 0)


def test_ratings_are_remembered():
    run = make.run()
    life.rate(run, by=make.actor(make.ana()), helped=True)
    assert fresh(run).helped is True


def test_the_end_of_the_incident_ends_its_runs():
    runbook, flow = make.incident("in_progress"), make.incident("in_progress")
    repair, keep = make.run(on=runbook.ticket), make.run(on=flow.ticket, kind="workflow")
    for incident in (runbook, flow):
        incidents.resolve(incident, by=CLOCK, fix="Restarted")
    assert (fresh(repair).state, fresh(keep).state) == ("cancelled", "running")
    incidents.close(flow, by=CLOCK)
    assert fresh(keep).state == "cancelled"


def test_the_holder_of_a_role_owns_its_steps_whenever_the_run_begins():
    ticket = make.ticket()
    early = make.run(make.doing("lead", role="commander"), on=ticket)
    life.name_holder(ticket, by=CLOCK, role="commander", person=make.ana())
    late = make.run(make.doing("lead", role="commander"), on=ticket)
    assert step(early, 0).owner == step(late, 0).owner == make.ana()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_finish_the_same_step_one_wins():
    run = make.run()
    ana, bo = make.actor(make.ana()), make.actor(make.bo())
    ends = race(*(lambda who=who: life.finish_step(step(run, 0), by=who) for who in (ana, bo)))
    assert sum(end is None for end in ends) == 1
    assert len(facts.told("ticket", run.ticket_id, kind="step.finished")) == 1


def test_a_due_time_counts_from_the_moment_when_the_step_is_ready():
    run = make.run(make.doing("a"), make.doing("b", due_minutes=10))
    assert step(run, 1).due_at is None
    finish(run, 0)
    assert (step(run, 1).due_at - clock.now()).total_seconds() == pytest.approx(600, abs=30)
