"""Recurrence in plain choices: what a form offers as a rule, a rule as what a form offers, and a rule in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS as NAMES
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.insight.reviews.rules.recurrence import Rule

WORKDAYS = (0, 1, 2, 3, 4)
LAST = -1


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """What people choose. ``repeat``: days, workdays, weeks, months, nth or rule, which alone needs ``rule``."""

    repeat: str
    every: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int | None = None
    nth: int = 1
    weekday: int = 0
    rule: str = ""


def rule_of(rhythm: Rhythm, start: date) -> str:
    """The rule of a choice; what it leaves open is read from the first day."""
    every = rhythm.every
    if rhythm.repeat == "days":
        return str(Rule("DAILY", every))
    if rhythm.repeat == "workdays":
        return str(Rule("WEEKLY", 1, _every(WORKDAYS)))
    if rhythm.repeat == "weeks":
        return str(Rule("WEEKLY", every, _every(sorted(rhythm.weekdays) or [start.weekday()])))
    if rhythm.repeat == "months":
        return str(_monthly(every, rhythm.month_day or start.day))
    if rhythm.repeat == "nth":
        return str(Rule("MONTHLY", every, ((rhythm.nth, rhythm.weekday),)))
    return rhythm.rule


def rhythm_of(rule: Rule) -> Rhythm:
    """The choice behind a rule; the rule itself when no choice means the same."""
    every, days, nth = rule.interval, tuple(day for _nth, day in rule.days), [nth for nth, _day in rule.days]
    guesses = [
        Rhythm(repeat="days", every=every),
        Rhythm(repeat="workdays"),
        *([Rhythm(repeat="weeks", every=every, weekdays=tuple(sorted(days)))] if days else []),
        *(Rhythm(repeat="months", every=every, month_day=day) for day in _last_first(rule.month_days)),
        *([Rhythm(repeat="nth", every=every, nth=nth[0], weekday=days[0])] if len(days) == 1 else []),
    ]
    alike = [one for one in guesses if rule_of(one, date.min) == str(rule)]
    return alike[0] if alike else Rhythm(repeat="rule", rule=str(rule))


def words(rule: Rule) -> str:
    """A rule as people say it; as it is written when there are no plain words for it."""
    if rule.once:
        return _("Once")
    one = rhythm_of(rule)
    how_often = {
        "days": ngettext("every day", "every %(n)d days", one.every),
        "weeks": ngettext("every week", "every %(n)d weeks", one.every),
        "months": ngettext("every month", "every %(n)d months", one.every),
        "nth": ngettext("every month", "every %(n)d months", one.every),
    }.get(one.repeat, "") % {"n": one.every}
    if one.repeat == "workdays":
        return _("Monday to Friday")
    if one.repeat == "rule":
        return one.rule
    return str(capfirst(" ".join(filter(None, (how_often, _on(one))))))


def nth_words(nth: int) -> str:
    """The second, the last."""
    return {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), LAST: _("last")}.get(nth, str(nth))


def _on(one: Rhythm) -> str:
    if one.repeat == "weeks":
        return _("on %(days)s") % {"days": ", ".join(str(NAMES[day]) for day in one.weekdays)}
    if one.repeat == "nth":
        return _("on the %(nth)s %(day)s") % {"nth": nth_words(one.nth), "day": NAMES[one.weekday]}
    if one.repeat != "months":
        return ""
    if one.month_day == LAST:
        return _("on the last day")
    sentence = _("on day %(day)s, or the last") if (one.month_day or 0) > 28 else _("on day %(day)s")
    return sentence % {"day": one.month_day}


def _monthly(every: int, day: int) -> Rule:
    """A day that not every month has means the last one there: of the days up to it the latest."""
    if day <= 28:
        return Rule("MONTHLY", every, month_days=(day,))
    return Rule("MONTHLY", every, month_days=tuple(range(28, day + 1)), positions=(LAST,))


def _every(days: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple((0, day) for day in days)


def _last_first(month_days: Sequence[int]) -> list[int]:
    return sorted(month_days, reverse=True)[:1]
