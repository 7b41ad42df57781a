"""The moments of a clock: a share of its time is used, all of it is used. Swept, whole sets at a time.

A row that is locked by a turn is skipped, not waited for: the turn itself looks whether the clock
has breached. If the process dies here the transaction is undone, and the next sweep finds the same
rows due.
"""

from django.db import transaction

from watchkeep.duty.sla.life import telling
from watchkeep.duty.sla.models import Clock, ClockQuerySet
from watchkeep.kernel import clock as time
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell_many


@transaction.atomic
def warn_due(limit: int = 1000) -> int:
    """Tell of the clocks that come into danger now. Returns how many."""
    now = time.now()
    clocks = _taken(Clock.objects.due_to_warn(now), limit)
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(warned_at=now)
    cause = telling.Cause(at=now, by=CLOCK)
    tell_many([telling.at_risk(clock, cause) for clock in clocks])
    return len(clocks)


@transaction.atomic
def breach_due(limit: int = 1000) -> int:
    """Tell of the clocks whose time is used up now. Returns how many."""
    now = time.now()
    clocks = _taken(Clock.objects.due_to_breach(now), limit)
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(breached_at=now)
    cause = telling.Cause(at=now, by=CLOCK)
    tell_many([telling.breached(clock, cause) for clock in clocks])
    return len(clocks)


def _taken(due: ClockQuerySet, limit: int) -> list[Clock]:
    return list(due.select_related("terms").select_for_update(of=("self",), skip_locked=True)[:limit])
