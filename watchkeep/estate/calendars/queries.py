"""Reads: what the coming days look like in a calendar, and business time and repetition for those above."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watchkeep.estate.calendars import rules
from watchkeep.estate.calendars.rules import (
    DAYS,
    BadRule,
    Hours,
    Occurrence,
    Recurrence,
    add,
    between,
    closed_because,
    in_words,
    is_open,
    knows_holidays,
    occurrences,
    refuse_unsound,
)

__all__ = [
    "DAYS",
    "BadRule",
    "Day",
    "Hours",
    "Occurrence",
    "Recurrence",
    "add",
    "between",
    "closed_because",
    "coming_days",
    "in_words",
    "is_open",
    "knows_holidays",
    "next_turn",
    "occurrences",
    "refuse_unsound",
    "zone_of",
]


@dataclass(frozen=True)
class Day:
    """One day as its calendar sees it: openings on the wall clock there, or why it is closed."""

    day: date
    openings: tuple[tuple[datetime, datetime], ...]
    closed_because: str


def coming_days(hours: rules.Hours, at: datetime, count: int = 7) -> list[Day]:
    """Return the coming days from that moment on, in the calendar's own zone."""
    zone = ZoneInfo(hours.time_zone)
    first = at.astimezone(zone).date()
    return [_day(hours, zone, first + timedelta(days=offset)) for offset in range(count)]


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of that name."""
    return ZoneInfo(name)


def next_turn(hours: rules.Hours, at: datetime) -> datetime | None:
    """Return when it next opens or closes after that moment, within the coming week; None when it does neither."""
    edges = (edge for day in coming_days(hours, at, 8) for opening in day.openings for edge in opening)
    return min((edge for edge in edges if edge > at), default=None)


def _day(hours: rules.Hours, zone: ZoneInfo, day: date) -> Day:
    openings = tuple((a.astimezone(zone), b.astimezone(zone)) for a, b in rules.openings(hours, day))
    return Day(day, openings, rules.closed_because(hours, day))
