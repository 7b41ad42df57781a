"""What was said in public stands against a change that falls into its time."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from watchkeep.duty.announcements.models import State
from watchkeep.kernel import prepared
from watchkeep.work.changes.queries import WARNS, Conflict, Plan

MOST = 50
AHEAD = [State.SCHEDULED.value, State.IN_PROGRESS.value, State.VERIFYING.value]

_ANNOUNCED = f"""
SELECT a.id, a.title, a.scheduled_for, a.scheduled_until
  FROM announcements_announcement a
 WHERE a.kind = 'maintenance' AND a.state = ANY(%(ahead)s) AND a.window_id IS NULL
   AND a.scheduled_for < %(end)s AND a.scheduled_until > %(start)s
   AND EXISTS (SELECT FROM announcements_effect e JOIN announcements_component_services s USING (component_id)
                WHERE e.announcement_id = a.id AND s.service_id = ANY(%(hit)s::bigint[]))
 ORDER BY a.scheduled_for, a.id
 LIMIT {MOST}
"""  # noqa: S608  # a number of ours


def announced(plan: Plan) -> Iterable[Conflict]:
    """Maintenance that was announced by hand on what the change may take down; windows speak for themselves."""
    if not plan.hit:
        return
    asked = {"ahead": AHEAD, "start": plan.start, "end": plan.end, "hit": sorted(plan.hit)}
    for pk, title, starts_at, ends_at in prepared.rows(_ANNOUNCED, asked):
        words = _("“%(title)s” is announced for that time.") % {"title": title}
        yield Conflict("announced", WARNS, words, starts_at, ends_at, pk)
