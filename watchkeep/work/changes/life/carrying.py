"""It is carried out: begun at its time or as an emergency, step by step, finished or taken back."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.changes import events, queries
from watchkeep.work.changes.life import agreeing, scheduling
from watchkeep.work.changes.life.assessing import assess
from watchkeep.work.changes.life.colliding import refuse_stopped
from watchkeep.work.changes.life.steps import hold, take
from watchkeep.work.changes.models import Change, Kind, Part, PlanStep, StepState
from watchkeep.work.changes.permissions import P
from watchkeep.work.changes.rules.timing import EARLY

_TO_DO = (StepState.OPEN, StepState.FAILED)
_BEFORE: dict[str, tuple[StepState, ...]] = {
    StepState.DONE: _TO_DO, StepState.SKIPPED: _TO_DO, StepState.FAILED: _TO_DO,
    StepState.OPEN: (StepState.DONE, StepState.SKIPPED),
}  # fmt: skip
"""What a step is before it comes to be so: what was ticked by mistake is opened again, and then taken."""


@transaction.atomic
def begin(change: Change, *, by: Actor) -> None:
    """Begin at its time. Refused earlier than half an hour before it, after its end, and by what stops it."""
    hold(change)
    now = clock.now()
    starts_at, ends_at = scheduling.times_of(change)
    take(change, "begin", by=by, begun_at=now, overdue_at=ends_at)
    if now < starts_at - EARLY:
        raise Refused(
            _("It begins at its time, not before. Edit its plan to move it."), field="starts_at", code="too_early"
        )
    if now >= ends_at:
        raise Refused(_("Its time has passed. Give it another."), field="ends_at", code="too_late")
    agreeing.refuse_unapproved(change)
    refuse_stopped(change)
    tell(events.Begun(record=change.pk, by=by, sort=change.kind, services=queries.service_ids(change)))
    live.changed("queue")


@transaction.atomic
def rush(change: Change, *, by: Actor) -> None:
    """Begin an emergency now. It is approved and reviewed afterwards, within the time of the policy that decides."""
    by.need(P.RUSH, _("begin emergencies"))
    hold(change)
    if change.kind != Kind.EMERGENCY:
        raise Refused(_("Only an emergency begins without approval."), code="no_emergency")
    now = clock.now()
    ends_at = change.ends_at if change.ends_at and change.ends_at > now else now + timedelta(hours=4)
    assess(change, by=by)
    within = timedelta(hours=queries.verdict_on(change).regularise_hours)
    take(
        change, "rush", by=by, given=agreeing.needs_of(change), begun_at=now, starts_at=now, ends_at=ends_at,
        overdue_at=ends_at, regularise_by=now + within,
    )  # fmt: skip
    scheduling.take_time(change)
    agreeing.ask_people(change, by=by)
    tell(events.Begun(record=change.pk, by=by, sort=change.kind, services=queries.service_ids(change)))
    live.changed("queue")


def refuse_unless_carried(step: PlanStep, *, by: Actor) -> None:
    """Whether this actor may work on the step now. Refused when it is done, or its change is not being carried out."""
    by.need(P.IMPLEMENT, _("carry out changes"))
    if not step.change.is_in_force or step.state not in _TO_DO:
        raise Refused(_("Its change is not being carried out, or the step is done."), code="wrong_state")


def hand_over(step: PlanStep, *, by: Actor, run: int) -> None:
    """The run of an action does the step, inside the verb that asked for it. Of two who hand it over one is told."""
    refuse_unless_carried(step, by=by)
    if not PlanStep.objects.filter(pk=step.pk, run=step.run, state=step.state).update(run=run):
        raise Refused(_("Somebody is at it already."), code="wrong_state")
    step.run = run


@transaction.atomic
def take_step(step: PlanStep, *, by: Actor, state: str, note: str = "") -> None:
    """Say that a step of the plan is done, left out or has failed, or that it is open after all.

    Of two who say so at once one is told.
    """
    change = step.change
    take(change, "take_step", by=by)
    if state not in StepState.values:
        raise Refused(_("A step is done, skipped, has failed, or is open again."), field="state", code="unknown")
    note = note.replace("\x00", "").strip()[:1000]
    if state != StepState.DONE and not note:
        raise Refused(_("Say why."), field="note", code="missing")
    said = {"state": state, "note": note, "done_at": clock.now(), "done_by": by.person}
    if state == StepState.OPEN:
        said |= {"done_at": None, "done_by": None, "run": None}
    if not PlanStep.objects.filter(pk=step.pk, state__in=_BEFORE[StepState(state)]).update(**said):
        raise Refused(_("Somebody has said so already."), code="wrong_state")
    step.refresh_from_db()
    tell(events.StepTaken(record=change.pk, by=by, step=step.pk, title=step.title, state=state))


@transaction.atomic
def finish(change: Change, *, by: Actor) -> None:
    """It is carried out. Refused while steps of the implementation or test are open or have failed."""
    by.need(P.IMPLEMENT, _("carry out changes"))
    hold(change)
    left = change.steps.filter(part__in=(Part.IMPLEMENT, Part.TEST), state__in=_TO_DO)
    if count := left.count():
        words = ngettext(
            "%(count)s step is not done. Do it, or leave it out with a reason.",
            "%(count)s steps are not done. Do them, or leave them out with a reason.",
            count,
        )
        raise Refused(words % {"count": count}, code="steps_open")
    end(change, "finish", by=by)
    tell(events.Finished(record=change.pk, by=by, services=queries.service_ids(change)))


@transaction.atomic
def back_out(change: Change, *, by: Actor, reason: str) -> None:
    """Take it back, while it is carried out or after."""
    hold(change)
    if change.is_backed_out:
        raise Refused(_("It has been taken back already."), code="wrong_state")
    reason = reason.replace("\x00", "").strip()[:1000]
    end(change, "back_out", by=by, reason=reason)
    Change.objects.filter(pk=change.pk).update(is_backed_out=True)
    change.is_backed_out = True
    tell(events.BackedOut(record=change.pk, by=by, reason=reason[:300], services=queries.service_ids(change)))


def end(change: Change, verb: str, *, by: Actor, reason: str = "") -> None:
    """Inside a verb that ends it: its window ends with it, and what is broken then pages."""
    ended_at = change.ended_at or clock.now()
    take(change, verb, by=by, given={"reason": reason}, ended_at=ended_at, overdue_at=None)
    scheduling.give_time_back(change)
    live.changed("queue")


@transaction.atomic
def overrun(change: Change) -> None:
    """It should be over and is not: told once, and whoever carries it out hears."""
    rows = Change.objects.filter(pk=change.pk, overdue_at=change.overdue_at)
    if change.overdue_at and rows.update(overdue_at=None):
        tell(events.Overran(record=change.pk, by=CLOCK, ends_at=change.overdue_at))
