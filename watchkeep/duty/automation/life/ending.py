"""The end of a run before its last step, and what is remembered of it."""

from django.db import transaction

from watchkeep.duty.automation import events
from watchkeep.duty.automation.life import acting, going
from watchkeep.duty.automation.life.steps import RUN, locked_run
from watchkeep.duty.automation.models import Run
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell


@transaction.atomic
def cancel(run: Run, *, by: Actor, reason: str) -> None:
    """End it before its last step, and say why. What was done stays done; what the machine has not begun it leaves."""
    run = locked_run(run)
    RUN.move(run, "cancel", by=by, reason=reason.strip()[:200], ended_at=clock.now())
    going.close_steps(run)
    acting.call_off(run)
    tell(events.RunCancelled(record=run.ticket_id, by=by, run=run.pk, name=run.name, reason=run.reason))


@transaction.atomic
def rate(run: Run, *, by: Actor, helped: bool) -> None:
    """Say whether it helped: that orders what is offered the next time."""
    run = locked_run(run)
    RUN.move(run, "rate", by=by, helped=helped, rater_id=by.person)
    tell(events.RunRated(record=run.ticket_id, by=by, run=run.pk, name=run.name, helped=helped))
