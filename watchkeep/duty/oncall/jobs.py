"""The sweep that pages: whatever is due, found again after any restart."""

import logging

from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Escalation
from watchkeep.kernel import clock

LOG = logging.getLogger(__name__)
BATCH = 50


def page_due() -> int:
    """Take the next step of every escalation that is due, each in a transaction of its own."""
    due = Escalation.objects.due(clock.now()).values_list("pk", flat=True)[:BATCH]
    return sum(_advance(escalation) for escalation in due)


def _advance(escalation: int) -> bool:
    """One that fails is put off, so that it does not hold up the others."""
    try:
        return life.advance(escalation)
    except Exception:
        LOG.exception("escalation %s could not take its step", escalation)
        life.postpone(escalation)
        return True
