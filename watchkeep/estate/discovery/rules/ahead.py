"""On which day an end is told next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def next_day(ends_on: date, days_ahead: Iterable[int], told_on: date | None) -> date | None:
    """The first of these days before the end that comes after it was last told; None when none is left.

    Days that have passed unnoticed are told of once, however many they are.
    """
    days = (ends_on - timedelta(days=one) for one in days_ahead)
    return min((day for day in days if told_on is None or day > told_on), default=None)
