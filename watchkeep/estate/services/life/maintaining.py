"""Working on services and items: windows in which they may be down and nobody need be paged."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.services.events import (
    MaintenanceCancelled,
    MaintenanceEnded,
    MaintenanceMoved,
    MaintenancePlanned,
)
from watchkeep.estate.services.models import MaintenanceWindow, Service
from watchkeep.estate.services.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

FLAGS = ("pauses_sla", "breaks_through", "is_public")


@transaction.atomic
def plan_maintenance(
    *,
    by: Actor,
    services: Sequence[Service] = (),
    items: Sequence[Item] = (),
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    pauses_sla: bool = False,
    breaks_through: bool = False,
    is_public: bool = False,
) -> MaintenanceWindow:
    """Plan a window. While it lasts, alerts of these services and items, and of what stands on them, page nobody.

    ``pauses_sla``: clocks of tickets on these services rest, of none but these. ``breaks_through``: what would be a
    SEV1 pages all the same. ``is_public``: the status page announces it, begins and ends it, in words of its own.
    """
    by.need(P.MAINTAIN, _("plan maintenance"))
    window = MaintenanceWindow()
    may_say_publicly(by, is_public, was=False)
    flags = {"pauses_sla": pauses_sla, "breaks_through": breaks_through, "is_public": is_public}
    _set(window, services, items, starts_at=starts_at, ends_at=ends_at, reason=reason, **flags)
    tell(MaintenancePlanned(record=window.pk, by=by, **covered(window), starts_at=starts_at, ends_at=ends_at))
    return window


@transaction.atomic
def move_maintenance(
    window: MaintenanceWindow,
    *,
    by: Actor,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    services: Sequence[Service] = (),
    items: Sequence[Item] | None = None,
    pauses_sla: bool | None = None,
    breaks_through: bool | None = None,
    is_public: bool | None = None,
) -> None:
    """Change when, over what or why; of a plan, this one alone. What is over cannot be moved."""
    by.need(P.MAINTAIN, _("plan maintenance"))
    held, given = _held(window), (pauses_sla, breaks_through, is_public)
    flags = {name: getattr(held, name) if on is None else on for name, on in zip(FLAGS, given, strict=True)}
    some = list(held.items.all()) if items is None else items
    _move(held, services, some, by=by, starts_at=starts_at, ends_at=ends_at, reason=reason, **flags)
    window.refresh_from_db()


@transaction.atomic
def replan_maintenance(
    window: MaintenanceWindow, *, by: Actor, services: Sequence[Service] = (), items: Sequence[Item] = (),
    **planned: Any,
) -> MaintenanceWindow:  # fmt: skip
    """Plan it for this time and over this, as it is now: the window that stands, or is put off and not missed, follows.

    What is over gets a window of its own. Held from before it is decided, so that the clock does not call it off
    meanwhile. Returns the window.
    """
    by.need(P.MAINTAIN, _("plan maintenance"))
    held, now = MaintenanceWindow.objects.select_for_update().get(pk=window.pk), clock.now()
    stands = held.cancelled_at is None and held.ends_at > now
    if stands or held.may_be_taken_up(now):
        held.cancelled_at, held.is_put_off = None, False
        flags = {name: getattr(held, name) for name in FLAGS}
        _move(held, services, items, by=by, **flags | planned)
        return held
    if held.is_put_off:
        held.is_put_off = False
        call_off([held], by=by)
    return plan_maintenance(by=by, services=services, items=items, **planned)


@transaction.atomic
def give_up_maintenance(window: MaintenanceWindow, *, by: Actor, for_now: bool = False) -> None:
    """Nothing is done then: alerts page again. What is over, or was called off, stays as it is.

    ``for_now``: it may be taken up again, so the public hears nothing yet. What has begun is called off all the same.
    """
    by.need(P.MAINTAIN, _("plan maintenance"))
    held, now = MaintenanceWindow.objects.select_for_update().get(pk=window.pk), clock.now()
    is_off = held.cancelled_at is not None and (for_now or not held.is_put_off)
    if not is_off and held.ends_at > now:
        held.is_put_off = for_now and held.starts_at > now
        call_off([held], by=by)
    window.refresh_from_db()


@transaction.atomic
def cancel_maintenance(window: MaintenanceWindow, *, by: Actor) -> None:
    """Do nothing then after all, or end the work early: alerts page again from now on. What was put off is given up.

    Of a plan this one is left out, and does not come back.
    """
    by.need(P.MAINTAIN, _("plan maintenance"))
    held = _held(window, or_put_off=True)
    held.is_put_off = False
    call_off([held], by=by)
    window.refresh_from_db()


def call_off(windows: Iterable[MaintenanceWindow], *, by: Actor) -> None:
    """Cancel these, which are held and not over; tell it of those of which people have heard."""
    now = clock.now()
    for window in windows:
        if window.begun_at:
            _leave_off(window, by=by)
        was_announced = window.is_announced
        window.cancelled_at, window.next_step_at, window.announce_at = now, None, None
        window.save(update_fields=["cancelled_at", "next_step_at", "announce_at", "is_put_off"])
        if was_announced:
            tell(MaintenanceCancelled(record=window.pk, by=by))


def covered(window: MaintenanceWindow) -> dict[str, Any]:
    """What the window is over, as facts say it."""
    return {
        "services": sorted(window.services.order_by().values_list("pk", flat=True)),
        "items": sorted(window.items.order_by().values_list("pk", flat=True)),
    }


def may_say_publicly(by: Actor, is_public: bool, *, was: bool) -> None:
    """Refuse whoever would let the status page speak and may not."""
    if is_public and not was:
        by.need(P.SAY_PUBLICLY, _("announce maintenance on the status page"))


def refuse_rest_of_nothing(services: Sequence[Service], *, rests: bool) -> None:
    """Promises rest where somebody says so, not by what the map happens to know: refuse where no service is named."""
    if rests and not services:
        raise Refused(_("Choose the services whose levels rest."), field="pauses_sla")


def _leave_off(window: MaintenanceWindow, *, by: Actor) -> None:
    """It was in force and is no longer."""
    window.begun_at = None
    window.save(update_fields=["begun_at"])
    tell(MaintenanceEnded(record=window.pk, by=by, **covered(window), ended_at=clock.now()))


def _move(
    held: MaintenanceWindow, services: Sequence[Service], items: Sequence[Item], *, by: Actor, is_public: bool,
    **values: Any,
) -> None:  # fmt: skip
    """It is at another time, over something else or otherwise from now on; whoever heard of it hears so."""
    may_say_publicly(by, is_public, was=held.is_public)
    held.is_moved = held.plan_id is not None
    _set(held, services, items, is_public=is_public, **values)
    if held.begun_at and held.starts_at > clock.now():
        _leave_off(held, by=by)
    if held.is_announced:
        times = {name: values[name] for name in ("starts_at", "ends_at")}
        tell(MaintenanceMoved(record=held.pk, by=by, **covered(held), **times))


def _set(
    window: MaintenanceWindow,
    services: Sequence[Service],
    items: Sequence[Item],
    *,
    starts_at: datetime,
    ends_at: datetime,
    **values: Any,
) -> None:
    if not services and not items:
        raise Refused(_("Choose at least one service or item."), field="services")
    refuse_rest_of_nothing(services, rests=values["pauses_sla"])
    if ends_at <= starts_at:
        raise Refused(_("It must end after it starts."), field="ends_at")
    if ends_at <= clock.now():
        raise Refused(_("That time has passed."), field="ends_at")
    is_on = window.begun_at is not None and starts_at <= clock.now()
    window.next_step_at = ends_at if is_on else starts_at
    if window.announce_at and starts_at <= clock.now():
        window.announce_at = clock.now()
    save(window, starts_at=starts_at, ends_at=ends_at, **values)
    window.save()
    window.services.set(services)
    window.items.set(items)


def _held(window: MaintenanceWindow, *, or_put_off: bool = False) -> MaintenanceWindow:
    """Hold the row, so that the clock does not begin or end it meanwhile, and refuse what is over."""
    held = MaintenanceWindow.objects.select_for_update().get(pk=window.pk)
    is_off = held.cancelled_at is not None and not (or_put_off and held.is_put_off)
    if is_off or held.ends_at <= clock.now():
        raise Refused(_("It is over."))
    return held
