"""A sweep over articles that are due to be weighed.

If the process dies in it its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.insight.capture import life


def weigh_due() -> int:
    """Count again how often articles are needed. Returns how many were due."""
    return life.weigh_due()
