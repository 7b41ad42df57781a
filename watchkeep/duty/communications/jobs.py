"""Sweeps: words that should lie ready, and audiences that wait in vain."""

import logging

from watchkeep.duty.communications import life
from watchkeep.duty.communications.models import Expectation
from watchkeep.kernel import clock

LOG = logging.getLogger(__name__)
BATCH = 100


def draft_due() -> int:
    """Lay updates ready for those who are soon to hear more."""
    due = list(Expectation.objects.due_to_draft(clock.now()).select_related("audience")[:BATCH])
    for expectation in due:
        _draft(expectation)
    return len(due)


def tell_late() -> int:
    """Say of each audience once that it should have heard by now."""
    return sum(life.tell_late(one) for one in Expectation.objects.late(clock.now()).select_related("audience")[:BATCH])


def _draft(expectation: Expectation) -> None:
    """One that fails does not hold up the others, and is not tried again: a person can still write."""
    try:
        life.draft_due(expectation)
    except Exception:
        LOG.exception("no update could be laid ready for expectation %s", expectation.pk)
        Expectation.objects.filter(pk=expectation.pk).update(draft_at=None)
