"""When it is carried out: the time is taken, and with it the window in which what it touches may be down."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.services import life as services
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.changes.events import Scheduled
from watchkeep.work.changes.life.colliding import refuse_stopped
from watchkeep.work.changes.life.steps import hold, take
from watchkeep.work.changes.models import Change

RULE = Actor.system("rule:change", "Changes")


@transaction.atomic
def schedule(change: Change, *, by: Actor) -> None:
    """Its time stands. Refused (field ``starts_at``) for a time that has passed or collides with what stops it."""
    hold(change)
    take(change, "schedule", by=by, given={"starts_at": change.starts_at, "ends_at": change.ends_at})
    starts_at, ends_at = times_of(change)
    if ends_at <= clock.now():
        raise Refused(_("That time has passed."), field="ends_at")
    refuse_stopped(change)
    take_time(change)
    tell(Scheduled(record=change.pk, by=by, starts_at=starts_at, ends_at=ends_at))
    live.changed("queue")


def schedule_if_free(change: Change, *, by: Actor) -> None:
    """Schedule it at the time that was agreed to, inside a verb; where that collides, a person finds another time."""
    try:
        with transaction.atomic():
            schedule(change, by=by)
    except Refused:
        change.ticket.refresh_from_db(fields=["state", "is_open", "version", "touched", "updated_at"])
        change.refresh_from_db(fields=["window"])


def take_time(change: Change) -> None:
    """Where it may take down what it touches, a window over that stands for its time, and follows it.

    So does one that was put off: whoever read of it reads once what has changed.
    """
    starts_at, ends_at = times_of(change)
    touched, items = list(change.services.all()), list(change.items.all())
    if not (change.outage_minutes and (touched or items)):
        give_time_back(change)
        return
    planned: dict[str, Any] = {
        "services": touched,
        "items": items,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "reason": f"{change.ticket}"[:300],
        "is_public": change.is_public,
    }
    was, window = change.window_id, change.window
    if window is None:
        window = services.plan_maintenance(by=RULE, **planned)
    else:
        window = services.replan_maintenance(window, by=RULE, **planned)
    if window.pk != was:
        Change.objects.filter(pk=change.pk).update(window=window)
    change.window = window


def put_off(change: Change) -> None:
    """It may come again as it was or at another time, inside a verb: alerts page again, the public hears nothing."""
    if change.window is not None:
        services.give_up_maintenance(change.window, by=RULE, for_now=True)


def give_time_back(change: Change) -> None:
    """Nothing happens in its window any more, inside a verb: alerts page again from now on."""
    if change.window is not None:
        services.give_up_maintenance(change.window, by=RULE)


def times_of(change: Change) -> tuple[datetime, datetime]:
    """From when until when it is planned. Refused where that is not said."""
    if change.starts_at is None or change.ends_at is None:
        raise Refused(_("Say from when until when."), field="starts_at", code="missing")
    return change.starts_at, change.ends_at
