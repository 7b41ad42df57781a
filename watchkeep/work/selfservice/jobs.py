"""Sweeps over attempts that are due."""

from watchkeep.work.selfservice import life


def judge_due() -> int:
    """Decide what came of looking for help a week ago. If the process dies, the rest is due by the next sweep."""
    return life.judge_due()
