"""Sweeps of the verdicts slice."""

from watchkeep.insight.verdicts import life


def forget_old() -> int:
    """Forget figures that no verdict asks for any more. Returns 0: the next has its own turn."""
    return life.forget_old()
