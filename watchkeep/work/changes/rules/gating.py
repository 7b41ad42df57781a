"""What the gate makes of a conflict: some stop a deployment, some let it wait, the others are only told."""

from datetime import datetime
from enum import StrEnum

from watchkeep.work.changes.rules.conflicts import Conflict

PASSING = ("maintenance", "announced")


class Weight(StrEnum):
    """What follows from something that stands against a deployment."""

    STOPS = "stops"
    WAITS = "waits"
    TOLD = "told"


def weight_of(conflict: Conflict, now: datetime) -> Weight:
    """Say what follows from a conflict for what would begin now.

    It is stopped by a freeze, by a change that is under way on the same, and by one that is agreed to and takes the
    same down before it would be over. It waits for what passes by itself: a change under way above or below it on the
    map that takes down what it touches, and maintenance that is going on there. All else is told: releases on one map
    do not hold each other up.
    """
    if conflict.stops or (conflict.kind == "change" and conflict.is_going):
        return Weight.STOPS
    is_on = conflict.starts_at <= now < conflict.ends_at
    if (conflict.is_going and conflict.takes_down) or (conflict.kind in PASSING and is_on):
        return Weight.WAITS
    return Weight.TOLD


def code_of(conflict: Conflict) -> str:
    """How programs read it."""
    return "conflict" if conflict.kind == "change" else conflict.kind
