"""Sums of business time.

Per calendar and year the openings are laid out once as moments with a running total. A sum then is
two binary searches, whether it spans an hour or a decade.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from watchkeep.estate.calendars.rules.days import EPOCH, MICRO, SECOND, micros, spans
from watchkeep.estate.calendars.rules.hours import Hours

FURTHEST = 50
"""Years that `add` looks ahead before it says that the work never gets done."""


class NeverOpen(ValueError):  # noqa: N818  # it is a fact about the calendar
    """So much business time does not come within fifty years."""


def between(hours: Hours | None, a: datetime, b: datetime) -> float:
    """Return the business seconds from `a` to `b`; 0 when `b` is not after `a`. None is round the clock."""
    if b <= a:
        return 0.0
    if hours is None:
        return (b - a).total_seconds()
    first, last = _year_of(a), _year_of(b)
    whole = sum(_year(hours, year).total for year in range(first, last))
    return (whole + _year(hours, last).until(micros(b)) - _year(hours, first).until(micros(a))) / SECOND


def add(hours: Hours | None, start: datetime, seconds: float) -> datetime:
    """Return the first moment by which that many business seconds have passed since `start`, in UTC.

    Raises ValueError for a negative time and NeverOpen when the calendar is too seldom open.
    """
    if seconds < 0:
        raise ValueError("business time runs forward only")
    work = round(seconds * SECOND)
    if hours is None or work == 0:
        return start.astimezone(UTC) + work * MICRO
    first = _year_of(start)
    left = work + _year(hours, first).until(micros(start))
    for year in range(first, first + FURTHEST):
        if left <= _year(hours, year).total:
            return EPOCH + _year(hours, year).moment(left) * MICRO
        left -= _year(hours, year).total
    raise NeverOpen(f"there are not {seconds} business seconds within {FURTHEST} years")


@dataclass(frozen=True)
class _Year:
    """The business time of one UTC year: where each opening starts and ends, and the total before it."""

    starts: Sequence[int]
    ends: Sequence[int]
    before: Sequence[int]
    total: int

    def until(self, at: int) -> int:
        """Business microseconds of this year up to the moment."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.before[index] + min(at, self.ends[index]) - self.starts[index]

    def moment(self, worked: int) -> int:
        """Return the first moment at which so much (more than nothing) of this year's time has passed."""
        index = bisect_left(self.before, worked) - 1
        return self.starts[index] + worked - self.before[index]


@lru_cache(maxsize=1024)
def _year(hours: Hours, year: int) -> _Year:
    low, high = micros(datetime(year, 1, 1, tzinfo=UTC)), micros(datetime(year + 1, 1, 1, tzinfo=UTC))
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(-1, 367))
    cut = [(max(start, low), min(end, high)) for day in days for start, end in spans(hours, day)]
    kept = [(start, end) for start, end in cut if start < end]
    totals = list(accumulate((end - start for start, end in kept), initial=0))
    return _Year([start for start, _ in kept], [end for _, end in kept], totals[:-1], totals[-1])


def _year_of(at: datetime) -> int:
    return at.astimezone(UTC).year
