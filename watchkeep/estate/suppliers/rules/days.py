"""The days of a contract: until when it binds, by when notice has to be given, and when somebody is warned.

They are days of the calendar and know no clocks or zones. A period in months ends on the corresponding day, or on the
last day of a month that has none (sources: §§ 187 and 188 BGB; Dodds v Walker [1981] 1 WLR 1027). Terms are
reckoned by the day after their last: a term until 30 June that goes on for a month goes on until 31 July.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Notice:
    """How long before its end a contract has to be given notice of: so many months, or so many days."""

    count: int = 0
    in_months: bool = False


@dataclass(frozen=True)
class Term:
    """Until when a contract binds: its first end, how many months it goes on each time, and how often it did."""

    first: date
    months: int
    times: int = 0

    @property
    def ends_on(self) -> date:
        """The last day. Counted from the first end, so that a short month shortens no later term."""
        return shifted(self.first + DAY, months=self.months * self.times) - DAY


def shifted(day: date, *, months: int = 0, days: int = 0) -> date:
    """So many months and days later, or earlier when negative; the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=days)


def notice_by(ends_on: date, notice: Notice) -> date:
    """The last day on which notice can be given, so that the whole period lies between it and the end."""
    after = ends_on + DAY
    begins = shifted(after, months=-notice.count) if notice.in_months else shifted(after, days=-notice.count)
    return begins - DAY


def next_term(term: Term, notice: Notice, today: date) -> Term:
    """The first term of which notice can still be given: a contract goes on once the last day for notice is over."""
    while notice_by(term.ends_on, notice) < today:
        term = Term(term.first, term.months, term.times + 1)
    return term


def end_for(given_on: date, notice: Notice) -> date:
    """The earliest end of a contract without one when notice is given on that day."""
    after = given_on + DAY
    end = (shifted(after, months=notice.count) if notice.in_months else shifted(after, days=notice.count)) - DAY
    while notice_by(end, notice) < given_on:
        end += DAY
    return end


def next_look(moment: date, days_before: Iterable[int], warned_on: date | None) -> date:
    """When somebody is warned of a moment next, each of these days before it; the day after it when never again.

    Days that have passed unnoticed are one warning, however many they are.
    """
    warns = (moment - timedelta(days=days) for days in days_before)
    return min((day for day in warns if warned_on is None or day > warned_on), default=moment + DAY)
