"""Taking back what was done, the last step first. A step that says nothing about undoing stays as it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.automation import events
from watchkeep.duty.automation.life import going
from watchkeep.duty.automation.life.steps import RUN, STEP, locked, locked_run
from watchkeep.duty.automation.models import Run, RunStep
from watchkeep.duty.automation.rules import flow
from watchkeep.duty.connections import life as connections
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def undo(run: Run, *, by: Actor) -> None:
    """Take back what was done so far. What the machine is at must be over first."""
    begin(locked_run(run), by=by)


@transaction.atomic
def turn_back(run: Run, *, by: Actor) -> None:
    """Take back what a run did that came to its end: what it gave is not wanted any more."""
    run = locked_run(run)
    RUN.move(run, "turn_back", by=by, ended_at=None)
    tell(events.UndoStarted(record=run.ticket_id, by=by, run=run.pk, name=run.name, why=""))
    undo_next(run, by=by)


@transaction.atomic
def undo_step(step: RunStep, *, by: Actor, note: str = "") -> None:
    """This step is taken back; the one before it is next."""
    step = locked(step)
    _refuse_machine(step)
    settle_undo(step, by=by, note=note)


@transaction.atomic
def leave_step(step: RunStep, *, by: Actor, note: str) -> None:
    """Leave what this step did as it is, and say why; the one before it is next."""
    step = locked(step)
    _refuse_machine(step)
    if not note.strip():
        raise Refused(_("Say why it stays."), field="note", code="missing")
    _left(step, by=by, note=note)


def begin(run: Run, *, by: Actor, why: str = "") -> None:
    """Turn a locked run round."""
    if any(row.is_by_machine for row in going.steps_of(run)):
        raise Refused(_("The machine is at a step. Wait for its answer."), code="wrong_state")
    RUN.move(run, "undo", by=by)
    going.close_steps(run)
    tell(events.UndoStarted(record=run.ticket_id, by=by, run=run.pk, name=run.name, why=why))
    undo_next(run, by=by)


def settle_undo(step: RunStep, *, by: Actor, note: str = "") -> None:
    """A step of a locked run has been taken back."""
    STEP.move(step, "undo", by=by, reason=note.strip()[:300], ended_at=clock.now())
    tell(events.StepUndone(record=step.run.ticket_id, by=by, note=note.strip()[:200], **step.facts))
    undo_next(step.run, by=by)


def undo_next(run: Run, *, by: Actor, below: int | None = None) -> None:
    """Ask for the next step to be taken back, or end."""
    rows = [row for row in going.steps_of(run) if below is None or row.position < below]
    place = flow.to_undo(going.seen(run, rows))
    if place is not None:
        _begin_step(rows[place], by=by)
        return
    RUN.move(run, "finish_undo", by=CLOCK, ended_at=clock.now())
    tell(events.Undone(record=run.ticket_id, by=by, run=run.pk, name=run.name))


def _begin_step(step: RunStep, *, by: Actor) -> None:
    """Turn to a step. What the machine found to be as wished already, it leaves so."""
    done = ActionRun.objects.filter(pk=step.action_run).first() if step.action_run else None
    if done is not None and done.result.get("changed") is False:
        STEP.move(step, "begin_undo", by=CLOCK, action_run=None)
        settle_undo(step, by=CLOCK, note=_("It had changed nothing."))
        return
    STEP.move(step, "begin_undo", by=CLOCK, action_run=_ask_machine(done, by))


def _ask_machine(done: ActionRun | None, by: Actor) -> int | None:
    """The machine takes back what it did, if it can; else a person is asked."""
    if done is None:
        return None
    try:
        with transaction.atomic():
            return connections.undo(done, by=by).pk
    except (Refused, NotAllowed):
        return None


def _left(step: RunStep, *, by: Actor, note: str) -> None:
    STEP.move(step, "leave", by=by, reason=note.strip()[:300])
    tell(events.UndoLeft(record=step.run.ticket_id, by=by, note=note.strip()[:200], **step.facts))
    undo_next(step.run, by=by, below=step.position)


def _refuse_machine(step: RunStep) -> None:
    if step.action_run is not None:
        raise Refused(_("The machine takes this step back. Wait for its answer."), code="wrong_state")
