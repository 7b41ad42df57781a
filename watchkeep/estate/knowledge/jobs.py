"""Sweeps over articles that are due.

If the process dies in one of them its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Media
from watchkeep.kernel import files


def nudge_due() -> int:
    """Remind owners of articles that are to be looked at. Returns how many were due."""
    return life.nudge_due()


def understand_due() -> int:
    """Understand articles that have changed, for search by meaning. Returns how many were due."""
    return life.understand_due()


def count_words() -> int:
    """Write the lexicon of published articles anew where one of them has changed. Returns 0: nothing is left over."""
    life.count_words()
    return 0


def drop_orphans() -> int:
    """Delete pictures and videos that no article knows, a folder at a time. Returns 0: the next has its own turn."""
    files.drop_orphans("articles", Media.objects.all())
    return 0
