"""The scales, where nobody has judged yet, and what an outage costs."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

GRACE = timedelta(days=7)
"""How long the requester may disagree before a resolved incident is closed for good."""

CLOSE_AGAIN = timedelta(hours=6)
"""After how long closing is tried again when something stood against it."""

_IMPACT_OF_TIER = {1: 1, 2: 1, 3: 2, 4: 3}
_WEIGHT_OF_URGENCY = {1: 30, 2: 10, 3: 1}
_URGENCY_OF_SEVERITY = {1: 1, 2: 1, 3: 2, 4: 3}


def impact_of(tiers: Iterable[int]) -> int:
    """Impact (1 widest to 3 narrowest) when services of these tiers fail: the most critical one decides; 2 for none."""
    return _IMPACT_OF_TIER[min(tiers, default=3)]


def urgency_of(severity: int | None) -> int:
    """Urgency (1 to 3) when nobody judged it: that of the severity, else the middle."""
    return _URGENCY_OF_SEVERITY.get(severity or 0, 2)


def severity_of(priority: int) -> int:
    """Severity (1 to 4) that a priority (1 to 5) stands for, until somebody declares another."""
    return min(priority, 4)


def cost(value_per_hour: Decimal, seconds: float) -> Decimal:
    """What an outage has cost: the service's value per hour (EUR) times its length, to the cent."""
    return (value_per_hour * Decimal(max(seconds, 0)) / 3600).quantize(Decimal("0.01"))


def cost_of_delay(value_per_hour: Decimal, urgency: int) -> Decimal:
    """What a minute of waiting costs (EUR): the value that is lost, and a weight for the urgency."""
    return (value_per_hour / 60 + _WEIGHT_OF_URGENCY[urgency]).quantize(Decimal("0.01"))
