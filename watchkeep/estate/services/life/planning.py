"""Maintenance that comes again and again: a plan, and its windows laid out ahead of time.

Windows are rows like any other, so that alerts, calendars and conflicts need to know of nothing else. People hear of
each only some days before. If the process dies in here the transaction never was, and the plan is still due.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.services.events import MaintenanceMoved, PlanEdited, PlanEnded, PlanMade
from watchkeep.estate.services.life.maintaining import FLAGS, call_off, may_say_publicly, refuse_rest_of_nothing
from watchkeep.estate.services.models import MaintenancePlan, MaintenanceWindow, Service
from watchkeep.estate.services.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.kernel.records import save

HORIZON = timedelta(days=120)
"""So far ahead windows are laid out."""
AGAIN = timedelta(days=1)
MOST_AT_ONCE = 200
"""Windows of one plan that one transaction lays out."""


@transaction.atomic
def make_plan(
    *, by: Actor, reason: str, services: Sequence[Service] = (), items: Sequence[Item] = (), **values: Any
) -> MaintenancePlan:
    """Plan maintenance that comes again and again; the first windows are there at once."""
    by.need(P.MAINTAIN, _("plan maintenance"))
    may_say_publicly(by, values.get("is_public", False), was=False)
    plan = MaintenancePlan()
    save(plan, reason=reason, **values)
    _cover(plan, services, items)
    _lay_out(plan)
    tell(PlanMade(record=plan.pk, by=by, rule=plan.rule, **_over(plan)))
    return plan


@transaction.atomic
def edit_plan(
    plan: MaintenancePlan,
    *,
    by: Actor,
    services: Sequence[Service] | None = None,
    items: Sequence[Item] | None = None,
    **values: Any,
) -> None:
    """Change when it comes, over what, why or how: what has not begun follows. What was moved alone stays."""
    by.need(P.MAINTAIN, _("plan maintenance"))
    held = _held(plan)
    may_say_publicly(by, values.get("is_public", held.is_public), was=held.is_public)
    changed = save(held, **values)
    before = _over(held)
    _cover(
        held,
        list(held.services.all()) if services is None else services,
        list(held.items.all()) if items is None else items,
    )
    changed += [name for name, ids in _over(held).items() if ids != before[name]]
    if changed:
        _follow(held, by=by)
        tell(PlanEdited(record=held.pk, by=by, changed=changed))
    plan.refresh_from_db()


@transaction.atomic
def end_plan(plan: MaintenancePlan, *, by: Actor) -> None:
    """Let it come no more. What has not begun is called off; what is in force goes on to its end."""
    by.need(P.MAINTAIN, _("plan maintenance"))
    held = _held(plan)
    held.ended_at, held.due_at = clock.now(), None
    held.save(update_fields=["ended_at", "due_at"])
    _drop(list(_to_come(held)), by=by)
    tell(PlanEnded(record=held.pk, by=by))
    plan.refresh_from_db()


@transaction.atomic
def lay_out_due(at: datetime, most: int = 20) -> int:
    """Lay out what is to be laid out now; how many plans it was."""
    due = MaintenancePlan.objects.due(at).order_by("due_at").select_for_update(skip_locked=True, of=("self",))
    plans = list(due[:most])
    for plan in plans:
        _lay_out(plan)
    return len(plans)


def _lay_out(plan: MaintenancePlan) -> None:
    """Make the windows from where the last ones ended, to the horizon; what is there already stays as it is."""
    now = clock.now()
    start, until = max(plan.laid_out_until or now - plan.length, now - plan.length), now + HORIZON
    found = calendars.occurrences(plan.recurrence, start, until, most=MOST_AT_ONCE)
    found_to = found[-1].starts_at + timedelta(microseconds=1) if len(found) == MOST_AT_ONCE else until
    _make(plan, [one for one in found if one.ends_at > now])
    plan.laid_out_until, plan.due_at = found_to, now if found_to < until else now + AGAIN
    plan.save(update_fields=["laid_out_until", "due_at"])


def _make(plan: MaintenancePlan, found: Sequence[calendars.Occurrence]) -> None:
    starts = [one.starts_at for one in found]
    there = set(plan.windows.filter(occurs_at__in=starts).values_list("occurs_at", flat=True))
    fresh = [_window(plan, one) for one in found if one.starts_at not in there]
    MaintenanceWindow.objects.bulk_create(fresh)
    _cover_windows(plan, fresh)


def _window(plan: MaintenancePlan, once: calendars.Occurrence) -> MaintenanceWindow:
    return MaintenanceWindow(
        plan=plan, occurs_at=once.starts_at, starts_at=once.starts_at, ends_at=once.ends_at, reason=plan.reason,
        announce_at=once.starts_at - timedelta(days=plan.announce_days), next_step_at=once.starts_at,
        **{name: getattr(plan, name) for name in FLAGS},
    )  # fmt: skip


def _cover_windows(plan: MaintenancePlan, windows: Sequence[MaintenanceWindow]) -> None:
    """Say over what these are, in two statements."""
    over, between = _over(plan), _between()
    for name, many in between.items():
        ids = over[f"{name}s"]
        many.objects.bulk_create(
            many(maintenancewindow_id=window.pk, **{f"{name}_id": pk}) for window in windows for pk in ids
        )


def _follow(plan: MaintenancePlan, *, by: Actor) -> None:
    """Bring what is laid out in line: what the rule has no more goes, what it still has follows, what is new comes."""
    now = clock.now()
    wanted = {one.starts_at: one for one in calendars.occurrences(plan.recurrence, now, now + HORIZON, MOST_AT_ONCE)}
    standing = list(_to_come(plan).filter(is_moved=False))
    _drop([window for window in standing if window.occurs_at not in wanted], by=by)
    kept = [window for window in standing if window.occurs_at in wanted]
    for window in kept:
        window.ends_at, window.reason = wanted[window.starts_at].ends_at, plan.reason
        window.announce_at = window.starts_at - timedelta(days=plan.announce_days) if window.announce_at else None
        for name in FLAGS:
            setattr(window, name, getattr(plan, name))
    MaintenanceWindow.objects.bulk_update(kept, ["ends_at", "reason", "announce_at", *FLAGS], batch_size=200)
    for many in _between().values():
        many.objects.filter(maintenancewindow__in=kept).delete()
    _cover_windows(plan, kept)
    tell_many([
        MaintenanceMoved(
            record=window.pk, by=by, **_over(plan), starts_at=window.starts_at, ends_at=window.ends_at
        )
        for window in kept if window.is_announced
    ])  # fmt: skip
    plan.laid_out_until = None
    _lay_out(plan)


def _between() -> dict[str, Any]:
    """The tables that say over what windows are."""
    return {"service": MaintenanceWindow.services.through, "item": MaintenanceWindow.items.through}


def _to_come(plan: MaintenancePlan) -> Any:
    """Windows of the plan that have not begun, held."""
    rows = plan.windows.standing().filter(starts_at__gt=clock.now(), begun_at__isnull=True)
    return rows.order_by("pk").select_for_update(of=("self",))


def _drop(windows: Sequence[MaintenanceWindow], *, by: Actor) -> None:
    """Those of which nobody has heard were never there; the others are called off, and their times are free again."""
    quiet = [window.pk for window in windows if not window.is_announced]
    MaintenanceWindow.objects.filter(pk__in=quiet).delete()
    heard_of = [window for window in windows if window.is_announced]
    call_off(heard_of, by=by)
    MaintenanceWindow.objects.filter(pk__in=[window.pk for window in heard_of]).update(occurs_at=None)


def _cover(plan: MaintenancePlan, services: Sequence[Service], items: Sequence[Item]) -> None:
    if not services and not items:
        raise Refused(_("Choose at least one service or item."), field="services")
    refuse_rest_of_nothing(services, rests=plan.pauses_sla)
    plan.services.set(services)
    plan.items.set(items)


def _over(plan: MaintenancePlan) -> dict[str, Any]:
    return {
        "services": sorted(plan.services.order_by().values_list("pk", flat=True)),
        "items": sorted(plan.items.order_by().values_list("pk", flat=True)),
    }


def _held(plan: MaintenancePlan) -> MaintenancePlan:
    held = MaintenancePlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if held.ended_at:
        raise Refused(_("The plan has ended."), code="wrong_state")
    return held
