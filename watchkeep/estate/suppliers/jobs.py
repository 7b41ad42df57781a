"""Sweeps over contracts that are due. The cost grows with what is due, never with what is in force.

If the process dies in one of them its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.estate.suppliers import life
from watchkeep.estate.suppliers.models import Document
from watchkeep.kernel import files


def keep_days() -> int:
    """Warn of days that come near, let contracts go on and end. Returns how many were due."""
    return life.keep_days()


def drop_orphans() -> int:
    """Delete papers that no contract knows, a folder at a time. Returns 0: the next has its own turn."""
    files.drop_orphans("contracts", Document.objects.all())
    return 0
