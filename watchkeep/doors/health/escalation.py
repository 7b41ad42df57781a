"""The dead man's switch: whether escalation itself is alive, for a watcher that stands outside.

Three sweeps must have come through lately: the fold, which turns alerts into incidents, the escalation and the sender.
And nothing may lie there that they should have taken long ago, whatever they say of themselves.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import QuerySet

from watchkeep.duty.notify.models import Delivery, Urgency
from watchkeep.duty.oncall.models import Escalation
from watchkeep.insight.detection.models import Pending
from watchkeep.kernel import clock
from watchkeep.kernel.models import Beat

OK, LATE, OVERDUE, UNKNOWN = "ok", "late", "overdue", "unknown"
PATIENCE = timedelta(seconds=60)
"""A sweep that runs every second and has not come through for so long is late."""

SWEEPS = {
    "fold": "watchkeep.insight.detection.jobs.fold",
    "escalation": "watchkeep.duty.oncall.jobs.page_due",
    "sender": "watchkeep.duty.notify.jobs.lanes.send_due",
}


def check() -> dict[str, str]:
    """Each of the three with `ok`, `late` (it does not run) or `overdue` (it runs, and something was left lying)."""
    try:
        return _look(clock.now())
    except DatabaseError:
        return dict.fromkeys(SWEEPS, UNKNOWN)


def _look(now: datetime) -> dict[str, str]:
    ran = _last_runs(now)
    return {
        part: LATE if ran.get(sweep, "") < (now - PATIENCE).isoformat() else _lying(part, now - PATIENCE)
        for part, sweep in SWEEPS.items()
    }


def _lying(part: str, since: datetime) -> str:
    return OVERDUE if _LEFT[part](since) else OK


def _folds_left(since: datetime) -> bool:
    oldest = Pending.objects.order_by("event").values_list("received_at", flat=True).first()
    return oldest is not None and oldest < since


def _left(rows: QuerySet[Escalation] | QuerySet[Delivery]) -> bool:
    return rows.exists()


_LEFT: dict[str, Callable[[datetime], bool]] = {
    "fold": _folds_left,
    "escalation": lambda since: _left(Escalation.objects.due(since)),
    "sender": lambda since: _left(Delivery.objects.due(since).filter(urgency=Urgency.HIGH)),
}


def _last_runs(now: datetime) -> dict[str, str]:
    """When each sweep last came through in any worker that lives; instants of one zone compare as text."""
    newest: dict[str, str] = {}
    for ran in Beat.objects.filter(at__gte=now - PATIENCE).values_list("ran", flat=True):
        for sweep, at in ran.items():
            newest[sweep] = max(at, newest.get(sweep, ""))
    return newest
