"""The sweep over steps that are due."""

from watchkeep.duty.automation import life


def tell_late() -> int:
    """Say of each step that is late that it is."""
    return life.tell_late()
