"""Steps that the machine carries out: asked for through connections, settled by what comes back.

The step is marked in the transaction that asks, and the answer's fact settles it in the answer's own: a step is asked
for once, whatever dies in between.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.automation import events, queries
from watchkeep.duty.automation.life import undoing, working
from watchkeep.duty.automation.life.steps import STEP, locked
from watchkeep.duty.automation.models import Run, RunState, RunStep, StepState
from watchkeep.duty.automation.rules.steps import Act
from watchkeep.duty.connections import life as connections
from watchkeep.duty.connections.models import ActionRun, Connection
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def run_step(step: RunStep, *, by: Actor, is_dry_run: bool = False) -> ActionRun:
    """Let the machine do a step. A dry run changes nothing, and says what would be sent."""
    step = locked(step)
    act = step.says.action
    if act is None:
        raise Refused(_("This step is done by hand."), code="wrong_state")
    if is_dry_run:
        return _ask(step, act, by=by, is_dry_run=True)
    working.refuse_unless_workable(step)
    working.refuse_unless_approved(step, by)
    asked = _ask(step, act, by=by)
    STEP.move(step, "take", by=by, person_id=by.person, taken_at=clock.now(), action_run=asked.pk)
    tell(events.StepTaken(record=step.run.ticket_id, by=by, person=by.person, **step.facts))
    _settle_at_once(asked)
    return asked


@transaction.atomic
def answer_call(run: int, position: int, *, by: Actor) -> None:
    """Do a step unasked. One that cannot even be asked for has failed, with the reason; what is past is left alone."""
    step = RunStep.objects.filter(run=run, position=position, state=StepState.READY).first()
    if step is None:
        return
    try:
        with transaction.atomic():
            run_step(step, by=by)
    except Refused as no:
        working.fail_step(step, by=by, reason=no.message)


@transaction.atomic
def take_result(action_run: int, *, failed: str = "", output: str = "") -> None:
    """What the machine came to: the step that waited for it is done, failed, or undone."""
    waiting = (StepState.DOING, StepState.UNDOING)
    found = RunStep.objects.filter(action_run=action_run, state__in=waiting).first()
    if found is None:
        return
    step = locked(found)
    if step.state == StepState.UNDOING:
        _take_undo(step, failed)
    elif step.run.state not in (RunState.RUNNING, RunState.STOPPED):
        verb = "fail" if failed else "finish"
        STEP.move(step, verb, by=CLOCK, reason=failed[:300] or "-", ended_at=clock.now())
    elif failed:
        working.break_off(step, by=CLOCK, reason=failed[:300])
    else:
        working.close(step, by=CLOCK, evidence=output)


def call_off(run: Run) -> None:
    """Call off what the machine was asked for on this run and has not begun: nobody approves or answers it any more.

    What a worker takes up at this very moment is passed over, so that neither waits for the other.
    """
    asked = RunStep.objects.filter(run=run, state=StepState.DOING).values("action_run")
    rows = ActionRun.objects.filter(pk__in=asked).not_begun().select_for_update(skip_locked=True, of=("self",))
    for action in list(rows):
        connections.cancel(action, by=CLOCK, reason=run.reason)


def _take_undo(step: RunStep, failed: str) -> None:
    """A step that the machine could not take back waits for a person."""
    if failed:
        RunStep.objects.filter(pk=step.pk).update(action_run=None, reason=failed[:300])
    else:
        undoing.settle_undo(step, by=CLOCK)


def _ask(step: RunStep, act: Act, *, by: Actor, is_dry_run: bool = False) -> ActionRun:
    return connections.ask_for(
        act.name,
        by=by,
        connection=_connection(act),
        parameters=act.parameters,
        ticket_id=step.run.ticket_id,
        is_dry_run=is_dry_run,
        given={"results": queries.results_of(step.run)},
    )


def _connection(act: Act) -> Connection | None:
    if not act.connection:
        return None
    found = Connection.objects.filter(name=act.connection).first()
    if found is None:
        raise Refused(_("There is no connection called “%(name)s”.") % {"name": act.connection}, field="action")
    return found


def _settle_at_once(asked: ActionRun) -> None:
    """An action may have ended while it was asked for, before the step knew its number."""
    asked.refresh_from_db()
    if asked.state == "succeeded":
        take_result(asked.pk, output=asked.output)
    elif asked.state in ("failed", "timed_out", "cancelled"):
        take_result(asked.pk, failed=asked.why or asked.state)
