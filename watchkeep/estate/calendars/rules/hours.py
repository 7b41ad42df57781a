"""A calendar as a plain value, and how a week is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Span = tuple[int, int]
Week = tuple[tuple[Span, ...], ...]


class BadWeek(ValueError):  # noqa: N818  # it is the week that is bad
    """The week is not made of days with opening and closing times in order."""


@dataclass(frozen=True)
class Hours:
    """When somebody is there. `week` is Monday to Sunday, each a row of spans in minutes of the day."""

    time_zone: str
    week: Week
    country: str = ""
    subdivision: str = ""
    closed_on: frozenset[date] = frozenset()


def week_of(raw: object) -> Week:
    """Read `{"mon": [["09:00", "17:00"]], …}`; raise BadWeek in words when it makes no sense."""
    if not isinstance(raw, Mapping) or set(raw) - set(DAYS):
        raise BadWeek(f"A week has the days {', '.join(DAYS)}.")
    week = tuple(_day_of(name, raw.get(name, ())) for name in DAYS)
    if not any(week):
        raise BadWeek("At least one day must have opening hours.")
    return week


def _day_of(name: str, raw: object) -> tuple[Span, ...]:
    try:
        spans = tuple((_minute(opens), _minute(closes)) for opens, closes in cast("Iterable[Iterable[object]]", raw))
    except (TypeError, ValueError) as error:
        raise BadWeek(f"{name}: times are pairs such as 09:00 and 17:00.") from error
    edges = [edge for span in spans for edge in span]
    if any(closes <= opens for opens, closes in spans) or edges != sorted(edges):
        raise BadWeek(f"{name}: each span must end after it starts and before the next one.")
    return spans


def _minute(text: object) -> int:
    """Minutes since midnight; 24:00 is the end of the day."""
    hour, _, minute = str(text).partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(minute) < 60):
        raise ValueError(text)
    value = int(hour) * 60 + int(minute)
    if value > 24 * 60:
        raise ValueError(text)
    return value
