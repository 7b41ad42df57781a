"""A rule of repetition in words, as people say it: "Every second Sunday of the month at 02:00 (Europe/Berlin)"."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.utils.dates import MONTHS
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from watchkeep.estate.calendars.rules.occurring import Recurrence, filled
from watchkeep.estate.calendars.rules.repeating import Nth, Rule, rule_of

WORKDAYS = tuple((day, 0) for day in range(5))
PLACES = {
    1: gettext_lazy("first"), 2: gettext_lazy("second"), 3: gettext_lazy("third"), 4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"), -1: gettext_lazy("last"), -2: gettext_lazy("last but one"),
}  # fmt: skip


def in_words(what: Recurrence) -> str:
    """Say how often, on which days, when on whose clock and until when; and what comes besides or is left out."""
    rule = filled(rule_of(what.rule), what.wall)
    parts = [_often(rule), *_days(rule), _times(rule), f"({what.time_zone})"]
    said = " ".join(filter(None, parts))
    more = [_end(rule), *_singles(what)]
    return ", ".join(filter(None, [said, *more]))


def _often(rule: Rule) -> str:
    n = rule.interval
    match rule.frequency:
        case "DAILY":
            return ngettext("Every day", "Every %(n)s days", n) % {"n": n}
        case "WEEKLY":
            return ngettext("Every week", "Every %(n)s weeks", n) % {"n": n}
        case "MONTHLY":
            return ngettext("Every month", "Every %(n)s months", n) % {"n": n}
        case _:
            return ngettext("Every year", "Every %(n)s years", n) % {"n": n}


def _days(rule: Rule) -> list[str]:
    """Which of the days of a period."""
    found = []
    if rule.months:
        found.append(_("in %(months)s") % {"months": _listed([str(MONTHS[number]) for number in rule.months])})
    if rule.weeks:
        found.append(_("in calendar week %(weeks)s") % {"weeks": _listed([_number(week) for week in rule.weeks])})
    if rule.year_days:
        found.append(_("on day %(days)s of the year") % {"days": _listed([_number(day) for day in rule.year_days])})
    if rule.month_days:
        found.append(_("on day %(days)s of the month") % {"days": _listed([_number(day) for day in rule.month_days])})
    if rule.weekdays:
        found.append(_weekdays(rule))
    if rule.positions:
        found.append(_("(of these only: %(places)s)") % {"places": _listed([_place(one) for one in rule.positions])})
    return found


def _weekdays(rule: Rule) -> str:
    if rule.weekdays == WORKDAYS:
        return _("on working days (Monday to Friday)")
    return _("on %(days)s") % {"days": _listed([_weekday(one) for one in rule.weekdays])}


def _weekday(one: Nth) -> str:
    day, nth = one
    return _("the %(place)s %(day)s") % {"place": _place(nth), "day": NAMES[day]} if nth else str(NAMES[day])


def _place(number: int) -> str:
    return str(PLACES[number]) if number in PLACES else _number(number)


def _number(number: int) -> str:
    return str(number) if number > 0 else _("%(number)s from the end") % {"number": -number}


def _times(rule: Rule) -> str:
    clocks = [f"{time(hour, minute):%H:%M}" for hour in rule.hours for minute in rule.minutes]
    return _("at %(times)s") % {"times": _listed(clocks)}


def _end(rule: Rule) -> str:
    if rule.count:
        return ngettext("once", "%(n)s times in all", rule.count) % {"n": rule.count}
    if rule.until:
        day = date(int(rule.until[:4]), int(rule.until[4:6]), int(rule.until[6:8]))
        return _("until %(day)s") % {"day": date_format(day, "j M Y")}
    return ""


def _singles(what: Recurrence) -> list[str]:
    found = []
    if what.also:
        found.append(_("also on %(times)s") % {"times": _moments(what, what.also)})
    if what.without:
        found.append(_("not on %(times)s") % {"times": _moments(what, what.without)})
    return found


def _moments(what: Recurrence, some: Iterable[datetime], most: int = 5) -> str:
    walls = sorted((one.astimezone(what.zone).replace(tzinfo=None) if one.tzinfo else one) for one in some)
    named = [date_format(wall, "j M Y H:i") for wall in walls[:most]]
    return _listed(named) if len(walls) <= most else ", ".join(named) + " …"


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
