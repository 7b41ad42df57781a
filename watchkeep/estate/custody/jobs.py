"""Sweeps of custody."""

from watchkeep.estate.custody import life
from watchkeep.estate.custody.models import Destruction
from watchkeep.kernel import files


def remind_due() -> int:
    """Ask those once more who have not answered."""
    return life.remind_due()


def drop_orphans() -> int:
    """Delete certificates that no row knows, a folder at a time. Returns 0: the next has its own turn."""
    files.drop_orphans("certificates", Destruction.objects.all())
    return 0
