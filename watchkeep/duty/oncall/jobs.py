"""The sweeps of on call: page whatever is due, found again after any restart, and look at the weeks ahead."""

import logging

from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Escalation, PageCheck
from watchkeep.kernel import clock, locks
from watchkeep.kernel.actors import CLOCK

LOG = logging.getLogger(__name__)
BATCH = 50


def page_due() -> int:
    """Take the next step of every escalation that is due, each in a transaction of its own."""
    due = Escalation.objects.due(clock.now()).values_list("pk", flat=True)[:BATCH]
    return sum(_advance(escalation) for escalation in due)


def look_ahead() -> int:
    """Look for holes in paging once a day, and soon after something changed; one process at a time."""
    with locks.only_one("oncall.look_ahead") as is_ours:
        newest = PageCheck.objects.first()
        if is_ours and (newest is None or newest.next_at <= clock.now()):
            life.look_ahead(by=CLOCK)
    return 0


def expire_covers() -> int:
    """Close the requests for cover that nobody answered in time."""
    return life.expire_covers()


def settle_due() -> int:
    """Write down who was on call while the rota still says it."""
    return life.settle_due()


def _advance(escalation: int) -> bool:
    """One that fails is put off, so that it does not hold up the others."""
    try:
        return life.advance(escalation)
    except Exception:
        LOG.exception("escalation %s could not take its step", escalation)
        life.postpone(escalation)
        return True
