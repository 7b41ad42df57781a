"""Sweeps over what is due: reviews, corrective actions, their watch, preventive tasks; and the days to count.

If the process dies in one of them its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.insight.reviews import life


def nudge_due() -> int:
    """Remind of what is due and tell of what is late. Returns how many rows were due."""
    return life.nudge_reviews() + life.nudge_actions() + life.nudge_tasks()


def make_due() -> int:
    """Make changes and requests of preventive tasks, ahead of their day. Returns how many."""
    return life.make_due_tasks()


def plan_due() -> int:
    """Plan preventive tasks from warranties that end and contracts in force. Returns how many."""
    return life.look_at_policies()


def check_watched() -> int:
    """Look at done actions that have held for thirty or ninety days. Returns how many."""
    return life.check_actions()


def count_days() -> int:
    """Count what was opened and what came back. Returns 1 while there is more history to count."""
    return int(life.count_days())
