"""Heartbeats: a sign of life that does not come is an alert; the next one that comes resolves it."""

from django.db import transaction

from watchkeep.insight.detection.events import HeartbeatMissed
from watchkeep.insight.detection.life.receiving import receive
from watchkeep.insight.detection.models import Heartbeat, Severity, Signal
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell

KEY = "heartbeat"


@transaction.atomic
def miss_overdue(limit: int = 200) -> int:
    """Raise an alert for each heartbeat that is overdue; returns how many.

    The mark and the event are one transaction: after a crash neither is there, and the sweep finds it again.
    """
    due = Heartbeat.objects.missed_at(clock.now()).select_related("integration")
    overdue = list(due.select_for_update(skip_locked=True, of=("self",))[:limit])
    for heartbeat in overdue:
        _miss(heartbeat)
    return len(overdue)


def _miss(heartbeat: Heartbeat) -> None:
    Heartbeat.objects.filter(pk=heartbeat.pk).update(is_missed=True)
    if not heartbeat.integration.is_active:
        return
    last = heartbeat.last_beat_at
    said = f"No heartbeat from {heartbeat.integration.name} since {last:%Y-%m-%d %H:%M:%S} UTC" if last else (
        f"No heartbeat from {heartbeat.integration.name}"
    )  # fmt: skip
    receive(
        heartbeat.integration,
        [Signal(key=KEY, summary=said, severity=Severity.CRITICAL, source=heartbeat.integration.name)],
    )
    tell(HeartbeatMissed(record=heartbeat.pk, by=CLOCK, last_beat_at=last))
