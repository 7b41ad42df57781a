"""When a job looks next: every so many hours, counted from a time of day on the wall clock of a zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watchkeep.estate.calendars.queries import Hours, is_open, next_turn

_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  # on the wall of whichever zone


def next_look(after: datetime, *, every_hours: int, starts_at: time, time_zone: str) -> datetime:
    """The first moment of the rhythm after that one. Every 24 hours is the same time on the wall, summer or winter."""
    zone, step = ZoneInfo(time_zone), timedelta(hours=every_hours)
    anchor = _MONDAY + timedelta(hours=starts_at.hour, minutes=starts_at.minute)
    turn = anchor + ((after.astimezone(zone).replace(tzinfo=None) - anchor) // step) * step
    while (found := turn.replace(tzinfo=zone).astimezone(UTC)) <= after:
        turn += step
    return found


def must_rest(hours: Hours | None, at: datetime) -> bool:
    """Whether it may not look at that moment, because it lies within the hours that are spared."""
    return hours is not None and is_open(hours, at)


def rest_ends(hours: Hours, at: datetime) -> datetime:
    """When the hours that are spared are over; a week later for those that never end."""
    return next_turn(hours, at) or at + timedelta(days=7)


def must_end(hours: Hours | None, at: datetime, minutes: int) -> datetime:
    """By when a look that begins now must end: it takes so long at most, and the hours that are spared end it."""
    latest = at + timedelta(minutes=minutes)
    return latest if hours is None else min(latest, next_turn(hours, at) or latest)
