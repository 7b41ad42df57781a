"""Sweeps of the services slice.

If the process dies in one of them its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.estate.services import life
from watchkeep.kernel import clock


def count_footings() -> int:
    """Count anew what services stand on, where that has changed. Returns how many were due."""
    return life.count_due(clock.now())
