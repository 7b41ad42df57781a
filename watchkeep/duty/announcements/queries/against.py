"""What was said in public stands against a change that falls into its time."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from watchkeep.duty.announcements.models import Announcement, Component, Kind, State
from watchkeep.work.changes.queries import WARNS, Conflict, Plan

MOST = 50
AHEAD = (State.SCHEDULED, State.IN_PROGRESS, State.VERIFYING)


def announced(plan: Plan) -> Iterable[Conflict]:
    """Maintenance that was announced by hand on what the change may take down; windows speak for themselves."""
    if not plan.hit:
        return
    shown = Component.objects.filter(services__in=plan.hit)
    rows = Announcement.objects.filter(
        kind=Kind.MAINTENANCE, state__in=AHEAD, window=None, scheduled_for__lt=plan.end, scheduled_until__gt=plan.start,
        components__in=shown,
    )  # fmt: skip
    for one in rows.distinct().order_by("scheduled_for")[:MOST]:
        if one.scheduled_for and one.scheduled_until:
            words = _("“%(title)s” is announced for that time.") % {"title": one.title}
            yield Conflict("announced", WARNS, words, one.scheduled_for, one.scheduled_until, one.pk)
