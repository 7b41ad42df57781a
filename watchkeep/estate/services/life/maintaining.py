"""Working on services: windows in which they may be down and nobody need be paged."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.services.events import MaintenanceCancelled, MaintenanceMoved, MaintenancePlanned
from watchkeep.estate.services.models import MaintenanceWindow, Service
from watchkeep.estate.services.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def plan_maintenance(
    *, by: Actor, services: Sequence[Service], starts_at: datetime, ends_at: datetime, reason: str
) -> MaintenanceWindow:
    """Plan a window. While it lasts, alerts of these services are kept but page nobody."""
    by.need(P.MAINTAIN, _("plan maintenance"))
    window = MaintenanceWindow()
    ids = _set(window, services, starts_at, ends_at, reason)
    tell(MaintenancePlanned(record=window.pk, by=by, services=ids, starts_at=starts_at, ends_at=ends_at))
    return window


@transaction.atomic
def move_maintenance(
    window: MaintenanceWindow,
    *,
    by: Actor,
    services: Sequence[Service],
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
) -> None:
    """Change when, over what or why. What is over cannot be moved."""
    by.need(P.MAINTAIN, _("plan maintenance"))
    _refuse_past(window)
    ids = _set(window, services, starts_at, ends_at, reason)
    tell(MaintenanceMoved(record=window.pk, by=by, services=ids, starts_at=starts_at, ends_at=ends_at))


@transaction.atomic
def cancel_maintenance(window: MaintenanceWindow, *, by: Actor) -> None:
    """Do nothing then after all, or end the work early: alerts page again from now on."""
    by.need(P.MAINTAIN, _("plan maintenance"))
    _refuse_past(window)
    now = clock.now()
    ahead = MaintenanceWindow.objects.filter(pk=window.pk).ahead(now)
    if ahead.update(cancelled_at=now) != 1:
        raise Refused(_("It has been cancelled already."))
    window.cancelled_at = now
    tell(MaintenanceCancelled(record=window.pk, by=by))


def _set(
    window: MaintenanceWindow, services: Sequence[Service], starts_at: datetime, ends_at: datetime, reason: str
) -> list[int]:
    if not services:
        raise Refused(_("Choose at least one service."), field="services")
    if ends_at <= starts_at:
        raise Refused(_("It must end after it starts."), field="ends_at")
    if ends_at <= clock.now():
        raise Refused(_("That time has passed."), field="ends_at")
    save(window, starts_at=starts_at, ends_at=ends_at, reason=reason)
    window.services.set(services)
    return sorted(service.pk for service in services)


def _refuse_past(window: MaintenanceWindow) -> None:
    if window.cancelled_at or window.ends_at <= clock.now():
        raise Refused(_("It is over."))
