"""Sweeps over updates that are due. The cost grows with what is late, never with what runs."""

from watchkeep.duty.response import life


def tell_late() -> int:
    """Tell of updates whose moment has passed in silence. Returns how many, so that a backlog is worked off."""
    return life.tell_late()
