"""Writing down who was on call, while the rota still says it, and what that is paid with.

A later change of a rota must not change the past: whoever changes one settles it first.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.oncall import events, queries
from watchkeep.duty.oncall.models import Ledger, Rate, Schedule, Stint
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell

EVERY = timedelta(minutes=15)


@transaction.atomic
def settle(schedule: Schedule) -> None:
    """Write down who was on call in a schedule up to now. The first time only the moment is kept."""
    now = clock.now()
    ledger, is_new = Ledger.objects.select_for_update().get_or_create(schedule=schedule, defaults={"until": now})
    if is_new or ledger.until >= now:
        return
    for shift in queries.upcoming(schedule, ledger.until, now):
        if shift.person:
            _write(schedule, shift.person.pk, shift.starts_at, shift.ends_at)
    Ledger.objects.filter(pk=schedule.pk).update(until=now)


def settle_due(limit: int = 50) -> int:
    """Settle the schedules that were not for a quarter of an hour. Returns how many."""
    fresh = Ledger.objects.filter(until__gt=clock.now() - EVERY).values("schedule")
    due = list(Schedule.objects.exclude(pk__in=fresh).order_by("pk")[:limit])
    for schedule in due:
        settle(schedule)
    return len(due)


@transaction.atomic
def set_rates(*, by: Actor, euro: Mapping[str, Decimal]) -> None:
    """Say what an hour of each kind and a page are paid with. Figures of all months follow."""
    by.need(P.MANAGE, _("set what being on call is paid with"))
    for kind in Rate.Kind:
        Rate.objects.update_or_create(kind=kind, defaults={"euro": euro[kind]})
    tell(events.RatesSet(record=0, by=by, euro={kind: str(euro[kind]) for kind in Rate.Kind.values}))


def _write(schedule: Schedule, person: int, starts_at: datetime, ends_at: datetime) -> None:
    """One stint, or more of the one before when it goes on."""
    last = Stint.objects.filter(schedule=schedule, person=person, ends_at=starts_at)
    if not last.update(ends_at=ends_at):
        Stint.objects.create(
            schedule=schedule, schedule_name=schedule.name, person_id=person, starts_at=starts_at, ends_at=ends_at
        )
