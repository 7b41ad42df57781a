"""Sweeps over reports that are due. The cost grows with what is due, never with what runs."""

from watchkeep.duty.regulations import life


def tell_moments() -> int:
    """Tell of reports that are due soon and of those that are late. Returns how many."""
    return life.warn_due() + life.tell_late()
