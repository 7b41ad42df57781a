"""Schedules of preventive tasks, and the days that a review has."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta


def nth_date(start: date, every: int, unit: str, count: int) -> date:
    """The date ``count`` steps after the first. Months keep the day of the first, or end with the month."""
    if unit == "months":
        years, month = divmod(start.month - 1 + every * count, 12)
        year, month = start.year + years, month + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    return start + timedelta(days=every * count * (7 if unit == "weeks" else 1))


def next_after(start: date, every: int, unit: str, after: date) -> date:
    """The first date of the schedule that lies after a day: what was missed is not made up for."""
    days = every * {"days": 1, "weeks": 7, "months": 28}[unit]
    count = max(0, (after - start).days // days - (after - start).days // 300 - 2)
    while (found := nth_date(start, every, unit, count)) <= after:
        count += 1
    return found


def last_of(closings: Sequence[datetime | None], count: int) -> datetime | None:
    """When the ``count``-th open day ends, given for each coming day when it closes (None: not open)."""
    ends = [end for end in closings if end is not None]
    return ends[count - 1] if len(ends) >= count else None
