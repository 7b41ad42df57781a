"""Steps of a change's plan that the machine carries out. Its end says how the step went; a person may say it before."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections import life as connections
from watchkeep.duty.connections.models import ActionRun, Connection
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import PlanStep, StepState, Way

CONNECTION = "connection"
"""The parameter of a step that names the connection; all others are the action's own."""


@transaction.atomic
def run_plan_step(step: PlanStep, *, by: Actor, is_dry_run: bool = False) -> ActionRun:
    """Let a step be done by its action. A dry run changes nothing, and says what would be sent."""
    if step.way != Way.ACTION:
        raise Refused(_("This step is done by hand."), code="wrong_state")
    if not is_dry_run:
        changes.refuse_unless_carried(step, by=by)
    given = dict(step.parameters)
    asked = connections.ask_for(
        step.action, by=by, connection=_connection(str(given.pop(CONNECTION, ""))), parameters=given,
        ticket_id=step.change_id, is_dry_run=is_dry_run,
    )  # fmt: skip
    if not is_dry_run:
        changes.hand_over(step, by=by, run=asked.pk)
        _settle_at_once(asked)
    return asked


@transaction.atomic
def settle_plan_step(action_run: int, *, failed: str = "") -> None:
    """What the machine came to: the step that was handed to it is done or has failed."""
    open_ = PlanStep.objects.filter(run=action_run, state__in=(StepState.OPEN, StepState.FAILED))
    step = open_.select_related("change__ticket").first()
    if step is not None and step.change.is_in_force:
        state = StepState.FAILED if failed else StepState.DONE
        changes.take_step(step, by=CLOCK, state=state, note=failed[:300])


def _connection(name: str) -> Connection | None:
    if not name:
        return None
    if (found := Connection.objects.filter(name=name).first()) is None:
        raise Refused(_("There is no connection called “%(name)s”.") % {"name": name}, code="unknown")
    return found


def _settle_at_once(asked: ActionRun) -> None:
    """An action may have ended while it was asked for, before the step knew its number."""
    asked.refresh_from_db()
    if asked.state == "succeeded":
        settle_plan_step(asked.pk)
    elif asked.state in {"failed", "timed_out", "cancelled"}:
        settle_plan_step(asked.pk, failed=asked.why or asked.state)
