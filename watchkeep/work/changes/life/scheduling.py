"""When it is carried out: the time is taken, and with it the window in which what it touches may be down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.services import life as services
from watchkeep.estate.services.models import MaintenanceWindow
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
    """Where it may take down what it touches, a window over that stands for its time, and moves with it.

    One that was put off is taken up again where it is over the same: whoever read of it reads of another time at most.
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
    window = change.window
    if window and window.cancelled_at is None:
        services.move_maintenance(window, by=RULE, **planned)
    elif window and window.may_be_taken_up(clock.now()) and _is_alike(window, planned):
        times = {name: planned[name] for name in ("starts_at", "ends_at", "reason")}
        services.take_up_maintenance(window, by=RULE, **times)
    else:
        give_time_back(change)
        window = services.plan_maintenance(by=RULE, **planned)
        Change.objects.filter(pk=change.pk).update(window=window)
        change.window = window


def put_off(change: Change) -> None:
    """It may come again as it was or at another time, inside a verb: alerts page again, the public hears nothing."""
    window = change.window
    if window is not None and window.cancelled_at is None and window.ends_at > clock.now():
        services.put_off_maintenance(window, by=RULE)


def give_time_back(change: Change) -> None:
    """Nothing happens in its window any more, inside a verb: alerts page again from now on."""
    window = change.window
    is_planned = window is not None and (window.cancelled_at is None or window.is_put_off)
    if window is not None and is_planned and window.ends_at > clock.now():
        services.cancel_maintenance(window, by=RULE)


def times_of(change: Change) -> tuple[datetime, datetime]:
    """From when until when it is planned. Refused where that is not said."""
    if change.starts_at is None or change.ends_at is None:
        raise Refused(_("Say from when until when."), field="starts_at", code="missing")
    return change.starts_at, change.ends_at


def _is_alike(window: MaintenanceWindow, planned: Mapping[str, Any]) -> bool:
    """Whether it would be over the same services and items, and as public."""
    return window.is_public == planned["is_public"] and all(
        set(getattr(window, name).values_list("pk", flat=True)) == {one.pk for one in planned[name]}
        for name in ("services", "items")
    )
