"""Going on: what follows when a step has settled. Called in the transaction that settled it, the run locked."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from watchkeep.duty.automation import events, queries
from watchkeep.duty.automation.life.steps import RUN, STEP
from watchkeep.duty.automation.models import Run, RunState, RunStep
from watchkeep.duty.automation.models.runs import UNSETTLED
from watchkeep.duty.automation.rules import flow
from watchkeep.duty.automation.rules.steps import Step
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell


def go_on(run: Run, *, by: Actor) -> None:
    """Make ready what follows, pass by what its condition rules out, stop, or finish."""
    rows = steps_of(run)
    after = flow.following(seen(run, rows), queries.facts_of(run.ticket))
    for place in after.passed:
        _pass_by(run, rows[place])
    for place in after.ready:
        due = _due(run.plan[place], rows[place].due_at)
        STEP.move(rows[place], "make_ready", by=CLOCK, ready_at=clock.now(), due_at=due)
        _call_machine(run, rows[place])
    if after.end == "done":
        _finish(run, by)
    elif after.end == "going" and run.state == RunState.STOPPED:
        RUN.move(run, "go_on", by=CLOCK)
        tell(events.RunResumed(record=run.ticket_id, by=by, run=run.pk, name=run.name))


def stop(run: Run, step: RunStep, *, by: Actor) -> None:
    """Wait until somebody decides about the step that failed."""
    if run.state == RunState.RUNNING:
        RUN.move(run, "stop", by=CLOCK)
        tell(events.RunStopped(record=run.ticket_id, by=by, run=run.pk, name=run.name, step=step.position))


def steps_of(run: Run) -> list[RunStep]:
    """The steps of a run in order, each knowing the run."""
    rows = list(RunStep.objects.filter(run=run).order_by("position"))
    for row in rows:
        row.run = run
    return rows


def seen(run: Run, rows: list[RunStep]) -> list[flow.Seen]:
    """The steps as the rules see them."""
    return [flow.Seen(run.plan[row.position], row.stage, row.state, row.answer) for row in rows]


def close_steps(run: Run) -> None:
    """Nothing of this run can become late any more."""
    RunStep.objects.filter(run=run, state__in=UNSETTLED).update(due_at=None)


def _call_machine(run: Run, row: RunStep) -> None:
    """In a run that goes by itself, a step of the machine's waits for nobody, unless somebody has to approve it."""
    step = run.plan[row.position]
    if run.runs_itself and step.action and not step.needs_approval:
        tell(events.MachineCalled(record=run.ticket_id, by=CLOCK, **row.facts))


def _pass_by(run: Run, row: RunStep) -> None:
    reason = _("Its condition does not hold.")
    STEP.move(row, "pass_by", by=CLOCK, reason=reason, ended_at=clock.now(), due_at=None)
    tell(events.StepSkipped(record=run.ticket_id, by=CLOCK, reason="", by_condition=True, **row.facts))


def _due(step: Step, due_at: datetime | None) -> datetime | None:
    if step.due_minutes is None or step.due_from == "start":
        return due_at
    return clock.now() + timedelta(minutes=step.due_minutes)


def _finish(run: Run, by: Actor) -> None:
    if run.state == RunState.STOPPED:
        RUN.move(run, "go_on", by=CLOCK)
    now = clock.now()
    RUN.move(run, "finish", by=CLOCK, ended_at=now)
    seconds = (now - run.started_at).total_seconds()
    tell(events.RunFinished(record=run.ticket_id, by=by, run=run.pk, name=run.name, seconds=seconds))
