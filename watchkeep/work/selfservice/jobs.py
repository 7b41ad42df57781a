"""Sweeps: attempts that are due, files that no portal knows."""

from watchkeep.kernel import files
from watchkeep.work.selfservice import life
from watchkeep.work.selfservice.models import Logo


def judge_due() -> int:
    """Decide what came of looking for help a week ago. If the process dies, the rest is due by the next sweep."""
    return life.judge_due()


def drop_orphans() -> int:
    """Delete logos that no portal knows, a folder at a time. Returns 0: the next has its own turn."""
    files.drop_orphans("portals", Logo.objects.all())
    return 0
