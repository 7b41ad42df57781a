"""Sweeps over what is due: reviews, corrective actions, their watch, preventive tasks.

If the process dies in one of them its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.insight.reviews import life


def nudge_due() -> int:
    """Remind of what is due and tell of what is late. Returns how many rows were due."""
    return life.nudge_reviews() + life.nudge_actions() + life.nudge_tasks()


def check_watched() -> int:
    """Look at done actions that have held for thirty or ninety days. Returns how many."""
    return life.check_actions()
