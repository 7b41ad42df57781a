"""Sweeps: articles that are due to be weighed, and the faults that come back.

If the process dies in one its transaction never was, and the next sweep finds the same.
"""

from watchkeep.insight.capture import life


def weigh_due() -> int:
    """Count again how often articles are needed. Returns how many were due."""
    return life.weigh_due()


def count_recurring() -> int:
    """Count anew which faults come back. Returns 0: the next has its own turn."""
    life.count_recurring()
    return 0
