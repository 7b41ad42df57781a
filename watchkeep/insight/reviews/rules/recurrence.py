"""On which days something is done again: recurrence rules (RFC 5545, section 3.3.10), of days alone and within bounds.

Every question is answered by looking at no more than ``HORIZON_YEARS`` of days, so that no rule, however odd, keeps
anybody waiting. A day that does not exist (31 June) is passed over, as the RFC says.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

LONGEST = 200
HORIZON_YEARS = 40
MOST_INTERVAL = 400
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,3}", re.ASCII)
_OTHERS = {"UNTIL", "BYHOUR", "BYMINUTE", "BYSECOND", "BYWEEKNO", "BYYEARDAY"}


class BadRule(ValueError):  # noqa: N818  # it says what is wrong with the rule
    """A rule that cannot be read, or that asks for what is not offered. Says why, in words for a person."""


@dataclass(frozen=True)
class Rule:
    """A rule that has been read. ``once``: on its first day alone (``COUNT=1``).

    ``days`` are weekdays 0 to 6, each with which one of its month (0: every one).
    """

    freq: str
    interval: int = 1
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    once: bool = False

    def __str__(self) -> str:
        days = ",".join(f"{nth or ''}{WEEKDAYS[day]}" for nth, day in self.days)
        parts = {
            "FREQ": self.freq,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": _joined(self.months),
            "BYMONTHDAY": _joined(self.month_days),
            "BYDAY": days,
            "BYSETPOS": _joined(self.positions),
            "COUNT": "1" if self.once else "",
            "WKST": WEEKDAYS[self.week_start] if self.week_start else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


Counted = tuple[Callable[[int], date], int]
"""The first day of a period by its number, and the number of the one that is asked for."""


def read(text: str) -> Rule:
    """Read a rule such as ``FREQ=MONTHLY;BYDAY=2TU``. Raises BadRule."""
    text = text.strip().upper().removeprefix("RRULE:")
    if len(text) > LONGEST:
        raise BadRule(_("A rule has at most %(most)s characters.") % {"most": LONGEST})
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in parts:
            raise BadRule(_("It is made of parts such as FREQ=WEEKLY;BYDAY=MO, each once."))
        parts[name] = value
    if asked := sorted(parts.keys() & _OTHERS):
        raise BadRule(
            _("%(part)s is not offered: a task goes on, by whole days, until it is ended.") % {"part": asked[0]}
        )
    if (count := parts.pop("COUNT", "")) not in {"", "1"}:
        raise BadRule(_("COUNT is 1, for what is done once, or left out: a task goes on until it is ended."))
    rule = Rule(
        freq=parts.pop("FREQ", ""),
        interval=_one(parts.pop("INTERVAL", "1"), MOST_INTERVAL),
        days=tuple(_weekday(one) for one in _split(parts.pop("BYDAY", ""))),
        month_days=_numbers(parts.pop("BYMONTHDAY", ""), 31),
        months=_numbers(parts.pop("BYMONTH", ""), 12, backwards=False),
        positions=_numbers(parts.pop("BYSETPOS", ""), 366),
        week_start=_weekday(parts.pop("WKST", "MO"))[1],
        once=bool(count),
    )
    if parts:
        raise BadRule(_("There is no such part: %(part)s") % {"part": min(parts)[:20]})
    _refuse_unfit(rule)
    return rule


def next_from(rule: Rule, start: date, day: date) -> date | None:
    """The first day of the rule, counted from ``start``, that is ``day`` or later; None within forty years."""
    if rule.once:
        first = next_from(replace(rule, once=False), start, start)
        return first if first and first >= day else None
    rule, day = _completed(rule, start), max(start, day)
    last = date(min(day.year + HORIZON_YEARS, 2200), 1, 1)
    for first, after in _periods(rule, start, day):
        if first >= last:
            return None
        if found := [one for one in _days_of(rule, first, after) if one >= day]:
            return found[0]
    return None


def _periods(rule: Rule, start: date, day: date) -> Iterator[tuple[date, date]]:
    """Each period that counts, from the one that holds ``day`` on: its first day, and the first one after it."""
    first_of, until = _COUNTED[rule.freq](rule, start, day)
    number = until - until % rule.interval
    while True:
        yield first_of(number), first_of(number + 1)
        number += rule.interval


def _daily(_rule: Rule, start: date, day: date) -> Counted:
    return lambda number: start + timedelta(days=number), (day - start).days


def _weekly(rule: Rule, start: date, day: date) -> Counted:
    week = start - timedelta(days=(start.weekday() - rule.week_start) % 7)
    return lambda number: week + timedelta(weeks=number), (day - week).days // 7


def _monthly(_rule: Rule, start: date, day: date) -> Counted:
    begin = start.year * 12 + start.month - 1
    months = day.year * 12 + day.month - 1 - begin
    return lambda number: date((begin + number) // 12, (begin + number) % 12 + 1, 1), months


def _yearly(_rule: Rule, start: date, day: date) -> Counted:
    return lambda number: date(start.year + number, 1, 1), day.year - start.year


_COUNTED: dict[str, Callable[[Rule, date, date], Counted]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
    "YEARLY": _yearly,
}


def _days_of(rule: Rule, first: date, after: date) -> list[date]:
    """The days of one period, in order; of these only those at the positions that the rule names."""
    days = [first + timedelta(days=number) for number in range((after - first).days)]
    days = [day for day in days if _fits(rule, day)]
    if not rule.positions:
        return days
    places = {place - 1 if place > 0 else len(days) + place for place in rule.positions}
    return [day for place, day in enumerate(days) if place in places]


def _fits(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    back = day.day - monthrange(day.year, day.month)[1] - 1
    if rule.month_days and not {day.day, back} & set(rule.month_days):
        return False
    nths = {0, (day.day + 6) // 7, -((6 - back) // 7)}
    return not rule.days or any(day.weekday() == weekday and nth in nths for nth, weekday in rule.days)


def _completed(rule: Rule, start: date) -> Rule:
    """What a rule leaves open is read from the day on which it begins."""
    if rule.month_days or rule.days:
        return rule
    if rule.freq == "WEEKLY":
        return replace(rule, days=((0, start.weekday()),))
    if rule.freq == "MONTHLY":
        return replace(rule, month_days=(start.day,))
    if rule.freq == "YEARLY":
        return replace(rule, month_days=(start.day,), months=rule.months or (start.month,))
    return rule


def _refuse_unfit(rule: Rule) -> None:
    """What the RFC forbids, and what would mean nothing."""
    if rule.freq not in _COUNTED:
        raise BadRule(_("FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."))
    if rule.month_days and rule.freq == "WEEKLY":
        raise BadRule(_("BYMONTHDAY does not go with WEEKLY."))
    if any(nth for nth, _day in rule.days) and not (rule.freq == "MONTHLY" or (rule.freq == "YEARLY" and rule.months)):
        raise BadRule(_("Which weekday of a month is said with MONTHLY, or with YEARLY and BYMONTH."))
    if rule.positions and (rule.freq == "DAILY" or not (rule.days or rule.month_days)):
        raise BadRule(_("BYSETPOS picks among the days of BYDAY or BYMONTHDAY in a week, month or year."))


def _weekday(text: str) -> tuple[int, int]:
    if not (found := _DAY.fullmatch(text)):
        raise BadRule(_("A weekday is written MO, or 2TU for the second one of a month: %(day)s") % {"day": text[:20]})
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def _numbers(text: str, most: int, *, backwards: bool = True) -> tuple[int, ...]:
    return tuple(_one(one, most, least=-most if backwards else 1) for one in _split(text))


def _one(text: str, most: int, least: int = 1) -> int:
    number = int(text) if _NUMBER.fullmatch(text) else 0
    if not least <= number <= most or not number:
        raise BadRule(
            _("%(number)s is not between %(least)s and %(most)s.")
            % {"number": text[:20] or "?", "least": least, "most": most}
        )
    return number


def _split(text: str) -> list[str]:
    return text.split(",") if text else []


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))
