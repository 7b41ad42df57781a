"""Sweeps of the services slice.

If the process dies in one of them its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.estate.services import life
from watchkeep.kernel import clock


def count_footings() -> int:
    """Count anew what services stand on, where that has changed. Returns how many were due."""
    return life.count_due(clock.now())


def lay_out() -> int:
    """Lay out the windows of plans ahead of time. Returns how many plans were due."""
    return life.lay_out_due(clock.now())


def announce() -> int:
    """Let people hear of the windows that are near enough. Returns how many."""
    return life.announce_due()


def step() -> int:
    """Begin and end windows whose moment has come. Returns how many."""
    return life.step_due()
