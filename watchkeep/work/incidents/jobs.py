"""Sweeps over incidents that are due."""

from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident

BATCH = 100


def close_due() -> int:
    """Close resolved incidents whose grace period is over; return how many.

    If the process dies between two of them, the rest is found due by the next sweep.
    """
    due = list(Incident.objects.due_to_close(clock.now())[:BATCH])
    for incident in due:
        _close(incident)
    return len(due)


def _close(incident: Incident) -> None:
    """Close one. When somebody was first or it was reopened it is no longer due; else the reason stands on it."""
    try:
        life.close(incident, by=CLOCK)
    except Refused as no:
        ended = Incident.objects.filter(pk=incident.pk).exclude(ticket__state="resolved")
        if not ended.update(close_after=None):
            life.put_off_closing(incident, by=CLOCK, because=no.message)
