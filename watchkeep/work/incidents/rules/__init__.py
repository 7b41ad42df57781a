"""Pure decisions about incidents: no database, no clock."""

from watchkeep.work.incidents.rules.pressure import Pressure, Trend, next_look, trend_of, urgency
from watchkeep.work.incidents.rules.reach import Cause, Figures, Refusals, Thresholds, impact, reached
from watchkeep.work.incidents.rules.scales import (
    CLOSE_AGAIN,
    GRACE,
    cost,
    cost_of_delay,
    impact_of,
    severity_of,
    urgency_of,
)
from watchkeep.work.incidents.rules.wording import Moves, calmer, reason

__all__ = [
    "CLOSE_AGAIN",
    "GRACE",
    "Cause",
    "Figures",
    "Moves",
    "Pressure",
    "Refusals",
    "Thresholds",
    "Trend",
    "calmer",
    "cost",
    "cost_of_delay",
    "impact",
    "impact_of",
    "next_look",
    "reached",
    "reason",
    "severity_of",
    "trend_of",
    "urgency",
    "urgency_of",
]
