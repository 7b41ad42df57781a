"""Clocks of machines: how far one runs ahead, told by what it says of itself."""

from datetime import datetime, timedelta

ZONES = timedelta(hours=14)
"""A machine tells the time of its wall and not its zone: so far east may it be."""


def days_ahead(told: datetime, received: datetime) -> int:
    """How many days, at least one, a clock is ahead when it cannot be right in any zone; else 0. Both in UTC."""
    ahead = told - received
    return max(1, round(ahead / timedelta(days=1))) if ahead > ZONES + timedelta(hours=1) else 0
