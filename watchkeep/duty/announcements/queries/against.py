"""What was said in public stands against a change that falls into its time."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from watchkeep.duty.announcements.models import Announcement, Kind, State
from watchkeep.work.changes.queries import WARNS, Conflict, Plan

MOST = 50
AHEAD = (State.SCHEDULED, State.IN_PROGRESS, State.VERIFYING)


def announced(plan: Plan) -> Iterable[Conflict]:
    """Maintenance that was announced by hand on what the change may take down; windows speak for themselves."""
    if not plan.hit:
        return
    rows = Announcement.objects.filter(
        kind=Kind.MAINTENANCE, state__in=AHEAD, window=None, scheduled_for__lt=plan.end, scheduled_until__gt=plan.start,
        components__services__in=plan.hit,
    )  # fmt: skip
    told = rows.order_by("scheduled_for").values_list("pk", "title", "scheduled_for", "scheduled_until").distinct()
    for pk, title, starts_at, ends_at in told[:MOST]:
        if starts_at and ends_at:
            words = _("“%(title)s” is announced for that time.") % {"title": title}
            yield Conflict("announced", WARNS, words, starts_at, ends_at, pk)
