"""What windows do by themselves: people hear of them some days before, and they begin and end on the clock.

After a downtime all that lies behind is told in the order in which it happened, each with its own moment. If the
process dies in here nothing was told, and the same rows are still due.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from watchkeep.estate.services.events import MaintenanceBegun, MaintenanceEnded, MaintenancePlanned
from watchkeep.estate.services.models import MaintenanceQuerySet, MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell, tell_many


@transaction.atomic
def announce_due(limit: int = 200) -> int:
    """Let people hear of the windows that are near enough. Returns how many."""
    rows = _taken(MaintenanceWindow.objects.to_announce(clock.now()).order_by("announce_at", "pk"), limit)
    MaintenanceWindow.objects.filter(pk__in=[window.pk for window in rows]).update(announce_at=None)
    tell_many([_planned(window) for window in rows])
    return len(rows)


@transaction.atomic
def step_due(limit: int = 200) -> int:
    """Begin and end what is due, in the order of its moments. Returns how many windows."""
    now = clock.now()
    rows = _taken(MaintenanceWindow.objects.due(now).order_by("next_step_at", "pk"), limit)
    steps = sorted((step for window in rows for step in _steps(window, now)), key=lambda step: step[0])
    for window in rows:
        window.begun_at = window.begun_at or window.starts_at
        window.next_step_at = window.ends_at if window.ends_at > now else None
        window.announce_at = None
    MaintenanceWindow.objects.bulk_update(rows, ["begun_at", "next_step_at", "announce_at"], batch_size=200)
    for _at, fact in steps:
        tell(fact)
    return len(rows)


def _steps(
    window: MaintenanceWindow, now: datetime
) -> Iterable[tuple[datetime, MaintenancePlanned | MaintenanceBegun | MaintenanceEnded]]:
    over = _over(window)
    if not window.is_announced:
        yield window.starts_at, _planned(window)
    if window.begun_at is None:
        yield window.starts_at, MaintenanceBegun(
            record=window.pk, by=CLOCK, **over, starts_at=window.starts_at, ends_at=window.ends_at
        )  # fmt: skip
    if window.ends_at <= now:
        yield window.ends_at, MaintenanceEnded(record=window.pk, by=CLOCK, **over, ended_at=window.ends_at)


def _planned(window: MaintenanceWindow) -> MaintenancePlanned:
    over = _over(window)
    return MaintenancePlanned(
        record=window.pk, by=CLOCK, **over, starts_at=window.starts_at, ends_at=window.ends_at
    )  # fmt: skip


def _taken(rows: MaintenanceQuerySet, limit: int) -> list[MaintenanceWindow]:
    ids = [window.pk for window in rows.select_for_update(skip_locked=True, of=("self",))[:limit]]
    found = MaintenanceWindow.objects.filter(pk__in=ids).prefetch_related("services", "items").in_bulk()
    return [found[pk] for pk in ids]


def _over(window: MaintenanceWindow) -> dict[str, Any]:
    """What it is over, from what was read for all at once."""
    return {
        "services": sorted(one.pk for one in window.services.all()),
        "items": sorted(one.pk for one in window.items.all()),
    }
