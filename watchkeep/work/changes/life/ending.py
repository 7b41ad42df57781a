"""The end: how it went stands, or it will not be."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.changes import events, rules
from watchkeep.work.changes.life import agreeing, modelling, scheduling
from watchkeep.work.changes.life.steps import hold, take
from watchkeep.work.changes.models import Change, Kind, Outcome, Part, StepState

TAKEN_BACK = (Outcome.BACKED_OUT, Outcome.FAILED)


@transaction.atomic
def close(change: Change, *, by: Actor, outcome: str, note: str = "") -> None:
    """Say how it went. An emergency is approved first; what was taken back was not successful."""
    hold(change)
    change.refresh_from_db(fields=["regularise_by", "harmed_at"])
    if outcome and outcome not in Outcome.values:
        raise Refused(_("There is no such outcome."), field="outcome", code="unknown")
    if (
        outcome
        and change.is_backed_out != (outcome == Outcome.BACKED_OUT)
        and not (change.is_backed_out and outcome in TAKEN_BACK)
    ):
        raise Refused(_("Whether it was taken back stands on the change: choose what fits."), field="outcome")
    if change.is_backed_out and outcome and by.person:
        _refuse_half_way(change)
    note, was = note.replace("\x00", "").strip()[: rules.LONGEST], change.went_well
    if outcome and outcome != Outcome.SUCCESSFUL and not note:
        raise Refused(_("Say how it went."), field="note", code="missing")
    if outcome and change.kind == Kind.EMERGENCY and not note:
        raise Refused(_("An emergency is reviewed: say what was found."), field="note", code="unreviewed")
    take(change, "close", by=by, spine={"closed_at": clock.now()}, outcome=outcome, outcome_note=note)
    if change.regularise_by is not None:
        raise Refused(_("It was an emergency and is not approved yet."), field="outcome", code="unapproved")
    modelling.count(change, was)
    tell(events.Closed(record=change.pk, by=by, outcome=outcome, model=change.model_id))
    live.changed("queue")


def _refuse_half_way(change: Change) -> None:
    """Whoever says how it went has taken it back to the end; what a pipeline rolled back has no steps of people."""
    left = change.steps.filter(part=Part.BACK_OUT, state=StepState.OPEN).count()
    words = ngettext(
        "%(count)s step of the way back is open. Do it, or leave it out with a reason.",
        "%(count)s steps of the way back are open. Do them, or leave them out with a reason.",
        left,
    )
    if left:
        raise Refused(words % {"count": left}, code="steps_open")


@transaction.atomic
def find_harm(change: Change, *, by: Actor) -> None:
    """It did harm: from now on it counts as one that went wrong, whatever is said when it is closed."""
    _set_harm(change, clock.now(), events.HarmFound(record=change.pk, by=by, model=change.model_id))


@transaction.atomic
def clear_harm(change: Change, *, by: Actor) -> None:
    """Who looked at it says that it did none: it counts as it was closed."""
    _set_harm(change, None, events.HarmCleared(record=change.pk, by=by, model=change.model_id))


@transaction.atomic
def cancel(change: Change, *, by: Actor, reason: str) -> None:
    """It will not be: its time is free, and nobody is asked any more."""
    hold(change)
    reason = reason.replace("\x00", "").strip()[:500]
    take(change, "cancel", by=by, spine={"closed_at": clock.now()}, cancel_reason=reason)
    agreeing.call_off(change, by=by)
    scheduling.give_time_back(change)
    tell(events.Cancelled(record=change.pk, by=by, reason=reason[:300]))
    live.changed("queue")


@transaction.atomic
def leave_unapproved(change: Change) -> None:
    """An emergency was not approved in time: told once. It can be approved still, and is not closed before."""
    late = change.regularise_by
    if late and Change.objects.filter(pk=change.pk, regularise_by=late, regularised_late=False).update(
        regularised_late=True
    ):
        tell(events.LeftUnapproved(record=change.pk, by=CLOCK, regularise_by=late))


def _set_harm(change: Change, at: datetime | None, fact: events.HarmFound | events.HarmCleared) -> None:
    """Called inside the verbs that judge and review, which have asked whether one may."""
    hold(change)
    change.refresh_from_db(fields=["outcome", "harmed_at"])
    if (change.harmed_at is None) == (at is None):
        return
    was = change.went_well
    Change.objects.filter(pk=change.pk).update(harmed_at=at)
    change.harmed_at = at
    modelling.count(change, was)
    tell(fact)
    live.changed("queue")
