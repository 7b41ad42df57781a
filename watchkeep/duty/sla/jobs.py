"""Sweeps over clocks that are due. The cost grows with what is due, never with what runs."""

from watchkeep.duty.sla import life
from watchkeep.estate.services import life as maintenance
from watchkeep.estate.services import queries as windows
from watchkeep.kernel import clock


def tell_moments() -> int:
    """Tell of clocks at risk and clocks in breach. Returns how many, so that a backlog is worked off at once.

    Risk is told before breach, so that after a day of downtime a timeline reads in order. Windows in which clocks rest
    begin and end before: what lay in one was no breach.
    """
    if windows.is_behind(clock.now()):
        maintenance.step_due()
    return life.warn_due() + life.breach_due()
