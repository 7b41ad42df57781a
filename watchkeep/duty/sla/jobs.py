"""Sweeps over clocks that are due. The cost grows with what is due, never with what runs."""

from watchkeep.duty.sla import life


def tell_moments() -> int:
    """Tell of clocks at risk and clocks in breach. Returns how many, so that a backlog is worked off at once.

    Risk is told before breach, so that after a day of downtime a timeline reads in order.
    """
    return life.warn_due() + life.breach_due()
