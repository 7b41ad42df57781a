"""The maps: how a version, a run and a step of a run may travel.

People take the steps with labels; the others follow from what people and time do. Every verb of a run first locks its
row, so that of two who work side by side one goes after the other and sees what the first has done.
"""

from django.utils.translation import gettext_lazy as _

from watchkeep.duty.automation.models import Run, RunState, RunStep, StepState, Version
from watchkeep.duty.automation.permissions import P
from watchkeep.kernel.lifecycle import Lifecycle, Step

RUNNING, STOPPED, UNDOING = RunState.RUNNING, RunState.STOPPED, RunState.UNDOING
READY, DOING, DONE, FAILED = StepState.READY, StepState.DOING, StepState.DONE, StepState.FAILED
OPEN = (READY, DOING)

VERSION = Lifecycle(Step("publish", (Version.State.DRAFT,), Version.State.PUBLISHED, may=P.PUBLISH, label=_("Publish")))

RUN = Lifecycle(
    Step("go_on", (RUNNING, STOPPED), RUNNING, may=P.WORK),
    Step("stop", (RUNNING, STOPPED), STOPPED, may=P.WORK),
    Step("finish", (RUNNING,), RunState.DONE, may=P.WORK),
    Step("undo", (RUNNING, STOPPED), UNDOING, may=P.WORK, label=_("Undo what was done")),
    Step("turn_back", (RunState.DONE,), UNDOING, may=P.WORK),
    Step("finish_undo", (UNDOING,), RunState.UNDONE, may=P.WORK),
    Step(
        "cancel", (RUNNING, STOPPED, UNDOING), RunState.CANCELLED, may=P.WORK, needs=("reason",), label=_("End early")
    ),
    Step("rate", tuple(RunState), None, may=P.WORK),
)

STEP = Lifecycle(
    Step("make_ready", (StepState.WAITING,), READY, may=P.WORK),
    Step("pass_by", (StepState.WAITING,), StepState.SKIPPED, may=P.WORK),
    Step("approve", OPEN, None, may=P.APPROVE, label=_("Approve")),
    Step("take", OPEN, DOING, may=P.WORK, label=_("Take")),
    Step("finish", OPEN, DONE, may=P.WORK, label=_("Done")),
    Step("skip", (*OPEN, FAILED), StepState.SKIPPED, may=P.WORK, needs=("reason",), label=_("Skip")),
    Step("fail", OPEN, FAILED, may=P.WORK, needs=("reason",), label=_("It failed")),
    Step("retry", (FAILED,), READY, may=P.WORK, label=_("Try again")),
    Step("begin_undo", (DONE,), StepState.UNDOING, may=P.WORK),
    Step("undo", (StepState.UNDOING,), StepState.UNDONE, may=P.WORK, label=_("Undone")),
    Step("leave", (StepState.UNDOING,), DONE, may=P.WORK, label=_("Leave as it is")),
)


def locked(step: RunStep) -> RunStep:
    """The step as it stands now, its run locked until this transaction ends."""
    run = Run.objects.select_for_update(no_key=True, of=("self",)).select_related("ticket").get(pk=step.run_id)
    found = RunStep.objects.get(pk=step.pk)
    found.run = run
    return found


def locked_run(run: Run) -> Run:
    """The run as it stands now, locked until this transaction ends."""
    return Run.objects.select_for_update(no_key=True, of=("self",)).select_related("ticket").get(pk=run.pk)
