"""Sweeps over incidents that are due."""

import logging

from django.db import InterfaceError, OperationalError

from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Assessment, Incident

log = logging.getLogger(__name__)
BATCH = 100


def close_due() -> int:
    """Close resolved incidents whose grace period is over; return how many.

    If the process dies between two of them, the rest is found due by the next sweep.
    """
    due = list(Incident.objects.due_to_close(clock.now())[:BATCH])
    for incident in due:
        _close(incident)
    return len(due)


def reassess_due() -> int:
    """Look again at incidents that were marked; return how many. What somebody works on right now waits a round.

    If the process dies between two of them, the rest is found due by the next sweep.
    """
    due = list(Assessment.objects.due(clock.now()).values_list("pk", flat=True)[:BATCH])
    return sum(_reassess(pk) for pk in due)


def _reassess(pk: int) -> bool:
    try:
        return life.reassess(pk)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("incident %s could not be reassessed", pk)
        life.postpone(pk)
        return True


def _close(incident: Incident) -> None:
    """Close one. When somebody was first or it was reopened it is no longer due; else the reason stands on it."""
    try:
        life.close(incident, by=CLOCK)
    except Refused as no:
        ended = Incident.objects.filter(pk=incident.pk).exclude(ticket__state="resolved")
        if not ended.update(close_after=None):
            life.put_off_closing(incident, by=CLOCK, because=no.message)
