"""Sweeps over titles.

If the process dies in one of them its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.estate.licences import life


def read_due() -> int:
    """Read titles that are new or concerned by another rule. Returns how many were due."""
    return life.read_due()


def count() -> int:
    """Count where titles are installed. Returns 0: nothing is left over."""
    return life.count()
