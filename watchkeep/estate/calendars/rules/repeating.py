"""How a rule of repetition is read: RFC 5545, section 3.3.10, from once a day to once in some years.

Whoever wants something several times a day says so with BYHOUR. What repeats by the hour, minute or second is
refused, and so is whatever would never end to reckon: a rule comes from outside, and is reckoned by a sweep.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_COUNT = 5000
MOST_INTERVAL = 1000
MOST_TIMES = 24
"""So many times a day at most."""
MOST_DATES = 500
"""So many dates more, and so many left out, at most."""
_LONGEST = 500
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")

Nth = tuple[int, int]
"""A weekday (Monday is 0) and the how manieth of its month or year; 0 is each."""


class BadRule(ValueError):  # noqa: N818  # it is the rule that is bad
    """The rule cannot be read, or asks for more than is reckoned."""


@dataclass(frozen=True)
class Rule:
    """A rule as a plain value. What is not said is empty; ``until`` is the last moment at which one may begin."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    week_starts: int = 0
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[Nth, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    def last(self, zone: ZoneInfo) -> datetime | None:
        """Return the last moment at which one may begin; a day alone is meant whole, in that zone."""
        if not self.until:
            return None
        day = date(int(self.until[:4]), int(self.until[4:6]), int(self.until[6:8]))
        if len(self.until) == 8:
            return datetime.combine(day, time.max, zone)
        clock = time(int(self.until[9:11]), int(self.until[11:13]), int(self.until[13:15]))
        return datetime.combine(day, clock, UTC if self.until.endswith("Z") else zone)


def rule_of(text: str) -> Rule:
    """Read ``FREQ=WEEKLY;BYDAY=SU``; raise BadRule in words when it makes no sense or asks for too much."""
    if len(text) > _LONGEST:
        raise BadRule(_("The rule is too long."))
    parts = _parts(text.strip().upper().removeprefix("RRULE:"))
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        raise BadRule(
            _("Say how often: FREQ is one of %(words)s. Several times a day: BYHOUR.")
            % {"words": ", ".join(FREQUENCIES)}
        )
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadRule(_("Either COUNT or UNTIL: not both."))
    read: dict[str, Any] = {_READ[name][0]: _READ[name][1](name, value) for name, value in parts.items()}
    rule = Rule(frequency, **read)
    _refuse_nonsense(rule)
    return rule


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in filter(None, text.split(";")):
        name, _equals, value = part.partition("=")
        if name in parts or not value or (name != "FREQ" and name not in _READ):
            raise BadRule(_("“%(part)s” is not understood.") % {"part": part[:40]})
        parts[name] = value
    return parts


def _refuse_nonsense(rule: Rule) -> None:
    """What the RFC forbids of a frequency, and what would be reckoned for ever."""
    if any(nth for _day, nth in rule.weekdays) and (rule.frequency not in {"MONTHLY", "YEARLY"} or rule.weeks):
        raise BadRule(_("The how manieth weekday is of a month or a year."))
    if rule.weeks and rule.frequency != "YEARLY":
        raise BadRule(_("BYWEEKNO is for FREQ=YEARLY."))
    if rule.year_days and rule.frequency != "YEARLY":
        raise BadRule(_("BYYEARDAY is for FREQ=YEARLY."))
    if rule.month_days and rule.frequency == "WEEKLY":
        raise BadRule(_("BYMONTHDAY is not for FREQ=WEEKLY."))
    if rule.positions and not (
        rule.months or rule.weeks or rule.year_days or rule.month_days or rule.weekdays or rule.hours or rule.minutes
    ):
        raise BadRule(_("BYSETPOS chooses among what another part says."))
    if max(len(rule.hours), 1) * max(len(rule.minutes), 1) > MOST_TIMES:
        raise BadRule(_("That is more than %(most)s times a day.") % {"most": MOST_TIMES})


def _number(low: int, high: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        if not value.isdecimal() or not low <= int(value[:12]) <= high:
            raise BadRule(
                _("%(name)s is a number from %(low)s to %(high)s.") % {"name": name, "low": low, "high": high}
            )
        return int(value)

    return read


def _numbers(low: int, high: int, *, signed: bool = False) -> Callable[[str, str], tuple[int, ...]]:
    def read(name: str, value: str) -> tuple[int, ...]:
        return tuple(sorted({_one(name, word) for word in value.split(",")}))

    def _one(name: str, word: str) -> int:
        digits = word.lstrip("+-") if signed and len(word.lstrip("+-")) >= len(word) - 1 else word
        if not (digits.isdecimal() and digits.isascii()) or not low <= int(digits[:12]) <= high:
            raise BadRule(_("%(name)s has no such number: %(word)s.") % {"name": name, "word": word[:12]})
        return -int(digits) if word.startswith("-") else int(digits)

    return read


def _weekdays(name: str, value: str) -> tuple[Nth, ...]:
    found = [_BYDAY.fullmatch(word) for word in value.split(",")]
    if not all(found):
        _refuse_word(name, value)
    days = tuple((WEEKDAYS.index(one[2]), int(one[1] or 0)) for one in found if one)
    if any(abs(nth) > 53 for _day, nth in days) or any(one and one[1] and not int(one[1]) for one in found):
        _refuse_word(name, value)
    return tuple(sorted(set(days)))


def _weekday(name: str, value: str) -> int:
    if value not in WEEKDAYS:
        _refuse_word(name, value)
    return WEEKDAYS.index(value)


def _until(name: str, value: str) -> str:
    try:
        if not _UNTIL.fullmatch(value):
            _refuse_word(name, value)
        Rule("DAILY", until=value).last(ZoneInfo("UTC"))
    except BadRule:
        raise
    except ValueError:
        _refuse_word(name, value)
    return value


def _refuse_word(name: str, value: str) -> NoReturn:
    raise BadRule(_("%(name)s is not understood: %(value)s.") % {"name": name, "value": value[:40]})


_READ: Mapping[str, tuple[str, Callable[[str, str], object]]] = {
    "INTERVAL": ("interval", _number(1, MOST_INTERVAL)),
    "COUNT": ("count", _number(1, MOST_COUNT)),
    "UNTIL": ("until", _until),
    "WKST": ("week_starts", _weekday),
    "BYMONTH": ("months", _numbers(1, 12)),
    "BYWEEKNO": ("weeks", _numbers(1, 53, signed=True)),
    "BYYEARDAY": ("year_days", _numbers(1, 366, signed=True)),
    "BYMONTHDAY": ("month_days", _numbers(1, 31, signed=True)),
    "BYDAY": ("weekdays", _weekdays),
    "BYHOUR": ("hours", _numbers(0, 23)),
    "BYMINUTE": ("minutes", _numbers(0, 59)),
    "BYSETPOS": ("positions", _numbers(1, 366, signed=True)),
}
