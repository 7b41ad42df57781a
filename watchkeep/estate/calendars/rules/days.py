"""One day: when it is open, in moments, also when the clocks change on it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays

from watchkeep.estate.calendars.rules.hours import Hours

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def micros(at: datetime) -> int:
    """Return the moment as microseconds since 1970: whole numbers, so that sums are exact."""
    return (at - EPOCH) // MICRO


def is_open(hours: Hours | None, at: datetime) -> bool:
    """Whether somebody is there at that moment. None is round the clock."""
    if hours is None:
        return True
    local = at.astimezone(ZoneInfo(hours.time_zone)).date()
    return any(start <= micros(at) < end for start, end in spans(hours, local))


def openings(hours: Hours, day: date) -> list[tuple[datetime, datetime]]:
    """Return the opening times of one local day, in UTC and in order."""
    return [(EPOCH + start * MICRO, EPOCH + end * MICRO) for start, end in spans(hours, day)]


def closed_because(hours: Hours, day: date) -> str:
    """Return the holiday's name, "closed" for a day closed by hand, or nothing."""
    if day in hours.closed_on:
        return "closed"
    return _holidays(hours.country, hours.subdivision, day.year).get(day, "")


def knows_holidays(country: str, subdivision: str = "") -> bool:
    """Whether the public holidays of that country (ISO 3166) and region are known."""
    regions = holidays.list_supported_countries(include_aliases=True).get(country)
    return regions is not None and (not subdivision or subdivision in regions)


def spans(hours: Hours, day: date) -> list[tuple[int, int]]:
    """Opening times of a local day in microseconds since 1970."""
    opening = hours.week[day.weekday()]
    if not opening or closed_because(hours, day):
        return []
    found = (
        (max(begin, midnight + opens * MINUTE), min(finish, midnight + closes * MINUTE))
        for begin, finish, midnight in _stretches(hours.time_zone, day)
        for opens, closes in opening
    )
    return [(start, end) for start, end in found if start < end]


@lru_cache(maxsize=4096)
def _holidays(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    if not country:
        return {}
    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


@lru_cache(maxsize=8192)
def _stretches(time_zone: str, day: date) -> tuple[tuple[int, int, int], ...]:
    """Cut a local day where its clocks change: (start, end, midnight as that clock counts it)."""
    zone = ZoneInfo(time_zone)
    wall = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # a wall, not a moment
    at_start, at_end = _offset(zone, wall), _offset(zone, (wall + timedelta(days=1)).replace(fold=1))
    utc_midnight = micros(wall.replace(tzinfo=UTC))
    if at_start == at_end:
        midnight = utc_midnight - at_start
        return ((midnight, midnight + DAY, midnight),)
    cut = (
        (max(begin, utc_midnight - offset), min(finish, utc_midnight - offset + DAY), utc_midnight - offset)
        for begin, finish, offset in _clocks(zone, utc_midnight - 15 * HOUR, utc_midnight + 39 * HOUR)
    )
    return tuple(piece for piece in cut if piece[0] < piece[1])


def _clocks(zone: ZoneInfo, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """Each time between two moments in which the offset from UTC stays the same, with that offset."""
    begin = low
    for before, after in pairwise(range(low, high + 1, HOUR)):
        if _offset_at(zone, before) != _offset_at(zone, after):
            change = _change(zone, before, after)
            yield begin, change, _offset_at(zone, before)
            begin = change
    yield begin, high, _offset_at(zone, high)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The second at which the offset changes between two moments."""
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        same = _offset_at(zone, middle) == _offset_at(zone, before)
        before, after = (middle, after) if same else (before, middle)
    return after


def _offset(zone: ZoneInfo, wall: datetime) -> int:
    return (zone.utcoffset(wall) or timedelta()) // MICRO


def _offset_at(zone: ZoneInfo, at: int) -> int:
    return _offset(zone, (EPOCH + at * MICRO).astimezone(zone))
