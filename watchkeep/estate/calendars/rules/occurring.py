"""When something that repeats takes place: RFC 5545, section 3.8.5, on the wall clock of one zone.

A start that the clock skips is taken with the offset before it skipped, one that it shows twice is the first of them
(section 3.3.5); how long it lasts is real time. Only the stretch that is asked for is reckoned, however long ago it
began, unless the rule counts.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice, pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from watchkeep.estate.calendars.rules.repeating import MOST_DATES, BadRule, Nth, Rule, rule_of

MOST = 1000
"""So many occurrences are found at a time."""
MOST_STEPS = 20_000
"""So many days, weeks, months or years are looked at, at most: no rule is reckoned for ever."""
LONGEST = timedelta(days=31)
LAST = datetime(9990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Recurrence:
    """Something that repeats: since when, by what rule, on whose wall clock, how long each time.

    ``also`` and ``without`` are single starts that there are besides, or are not: moments, or times on that wall clock.
    """

    rule: str
    begins_at: datetime
    time_zone: str
    length: timedelta
    also: frozenset[datetime] = frozenset()
    without: frozenset[datetime] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose wall clock counts."""
        return ZoneInfo(self.time_zone)

    @property
    def wall(self) -> datetime:
        """The first start on the wall there, without a zone, to the second."""
        return self.begins_at.astimezone(self.zone).replace(tzinfo=None, microsecond=0)


@dataclass(frozen=True)
class Occurrence:
    """Once: from when to when, in UTC."""

    starts_at: datetime
    ends_at: datetime


def occurrences(what: Recurrence, start: datetime, end: datetime, most: int = MOST) -> list[Occurrence]:
    """Return those that start from ``start`` on and before ``end``, in order; the first ``most`` of them."""
    rule, zone = rule_of(what.rule), what.zone
    last = rule.last(zone) or LAST
    also, without = ({_moment(one, zone) for one in some} for some in (what.also, what.without))
    ruled = (moment_of(wall, zone) for wall in _ruled(what, rule, start, min(end, last + timedelta(microseconds=1))))
    starts = {*islice((at for at in ruled if at not in without), most), *(also - without)}
    return [Occurrence(at, at + what.length) for at in sorted(starts) if start <= at < end][:most]


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment at which the clock there shows that; with ``fold`` 0 it is as section 3.3.5 says."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _moment(one: datetime, zone: ZoneInfo) -> datetime:
    return one.astimezone(UTC) if one.tzinfo else moment_of(one, zone)


def refuse_unsound(what: Recurrence) -> None:
    """Raise BadRule, in words, when it never takes place, never ends or begins again before it has ended."""
    if not timedelta(minutes=1) <= what.length <= LONGEST:
        raise BadRule(_("It lasts from a minute to %(days)s days.") % {"days": LONGEST.days})
    if len(what.also) > MOST_DATES or len(what.without) > MOST_DATES:
        raise BadRule(_("Those are more than %(most)s dates.") % {"most": MOST_DATES})
    first = what.begins_at.replace(microsecond=0)
    found = occurrences(what, first, first + timedelta(days=366 * 5), most=100)
    if not found:
        raise BadRule(_("By this rule it would not take place within five years."))
    if any(one.ends_at > other.starts_at for one, other in pairwise(found)):
        raise BadRule(_("It would begin again before it has ended."))


def _ruled(what: Recurrence, rule: Rule, start: datetime, end: datetime) -> Iterator[datetime]:
    """The starts by the rule from the wall clock's side; a day of margin each way covers whatever the zone does."""
    first, zone = what.wall, what.zone
    margin = timedelta(days=1)
    low = (start - margin).astimezone(zone).replace(tzinfo=None) if start.year > 1 else datetime.min  # noqa: DTZ901
    high = min(end, LAST).astimezone(zone).replace(tzinfo=None) + margin
    rule, skip = filled(rule, first), 0 if rule.count else _periods_before(rule, first, low)
    found = 0
    for step in islice(count(skip), MOST_STEPS):
        period = _period(rule, first.date(), step)
        if period is None or datetime.combine(period[0], time()) > high:
            return
        for wall in _starts_in(rule, period, first):
            if wall < first:
                continue
            found += 1
            if rule.count and found > rule.count:
                return
            at = moment_of(wall, zone)
            if at >= end:
                return
            if at >= start:
                yield wall


def filled(rule: Rule, first: datetime) -> Rule:
    """What a rule does not say it takes from its first start."""
    whole = rule
    if not (rule.weeks or rule.year_days or rule.month_days or rule.weekdays):
        if rule.frequency == "YEARLY":
            whole = replace(rule, months=rule.months or (first.month,), month_days=(first.day,))
        elif rule.frequency == "MONTHLY":
            whole = replace(rule, month_days=(first.day,))
        elif rule.frequency == "WEEKLY":
            whole = replace(rule, weekdays=((first.weekday(), 0),))
    return replace(whole, hours=rule.hours or (first.hour,), minutes=rule.minutes or (first.minute,))


def _periods_before(rule: Rule, first: datetime, low: datetime) -> int:
    """How many steps of the rule lie wholly before that."""
    if low <= first:
        return 0
    match rule.frequency:
        case "YEARLY":
            gone = low.year - first.year
        case "MONTHLY":
            gone = (low.year - first.year) * 12 + low.month - first.month
        case "WEEKLY":
            gone = (low - first).days // 7
        case _:
            gone = (low - first).days
    return max(gone // rule.interval - 1, 0)


def _period(rule: Rule, first: date, step: int) -> tuple[date, date] | None:
    """The first and last day of that step; None beyond what calendars know."""
    gone = step * rule.interval
    try:
        match rule.frequency:
            case "YEARLY":
                return date(first.year + gone, 1, 1), date(first.year + gone, 12, 31)
            case "MONTHLY":
                year, month = divmod(first.year * 12 + first.month - 1 + gone, 12)
                return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
            case "WEEKLY":
                monday = first - timedelta(days=(first.weekday() - rule.week_starts) % 7) + timedelta(weeks=gone)
                return monday, monday + timedelta(days=6)
            case _:
                day = first + timedelta(days=gone)
                return day, day
    except (ValueError, OverflowError):
        return None


def _starts_in(rule: Rule, period: tuple[date, date], first: datetime) -> list[datetime]:
    """The starts of one period, in order."""
    span = (period[1] - period[0]).days + 1
    days = [day for day in (period[0] + timedelta(days=gone) for gone in range(span)) if _fits(rule, day)]
    clocks = [time(hour, minute, first.second) for hour in rule.hours for minute in rule.minutes]
    starts = [datetime.combine(day, clock) for day in days for clock in clocks]
    if not rule.positions:
        return starts
    chosen = {place - 1 if place > 0 else len(starts) + place for place in rule.positions}
    return [start for place, start in enumerate(starts) if place in chosen]


def _fits(rule: Rule, day: date) -> bool:
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.month_days or _is_month_day(rule, day))
        and (not rule.year_days or _is_year_day(rule, day))
        and (not rule.weeks or _is_in_weeks(rule, day))
        and (not rule.weekdays or any(_is_weekday(rule, day, one) for one in rule.weekdays))
    )


def _is_month_day(rule: Rule, day: date) -> bool:
    return day.day in rule.month_days or day.day - monthrange(day.year, day.month)[1] - 1 in rule.month_days


def _is_year_day(rule: Rule, day: date) -> bool:
    at = day.timetuple().tm_yday
    return at in rule.year_days or at - _days_in(day.year) - 1 in rule.year_days


def _is_in_weeks(rule: Rule, day: date) -> bool:
    """Whether its week, which may reach over the year's edge, is one of them: week 1 has four days of the year.

    A day belongs to its own year's expansion only, as the RFC's table has it for FREQ=YEARLY.
    """
    start, weeks = _first_week(day.year, rule.week_starts), _weeks_in(day.year, rule.week_starts)
    number = (day - start).days // 7 + 1
    if number < 1:
        before = day.year - 1
        number, weeks = _weeks_in(before, rule.week_starts), _weeks_in(before, rule.week_starts)
    elif number > weeks:
        number, weeks = 1, _weeks_in(day.year + 1, rule.week_starts)
    return number in rule.weeks or number - weeks - 1 in rule.weeks


def _first_week(year: int, week_starts: int) -> date:
    fourth = date(year, 1, 4)
    return fourth - timedelta(days=(fourth.weekday() - week_starts) % 7)


def _weeks_in(year: int, week_starts: int) -> int:
    return (_first_week(year + 1, week_starts) - _first_week(year, week_starts)).days // 7


def _is_weekday(rule: Rule, day: date, wanted: Nth) -> bool:
    """Whether it is that weekday, and the how manieth of its month, or of its year when no month is said."""
    weekday, nth = wanted
    if day.weekday() != weekday or not nth:
        return day.weekday() == weekday
    if rule.frequency == "MONTHLY" or rule.months:
        at, whole = day.day, monthrange(day.year, day.month)[1]
    else:
        at, whole = day.timetuple().tm_yday, _days_in(day.year)
    return nth in ((at - 1) // 7 + 1, -((whole - at) // 7 + 1))


def _days_in(year: int) -> int:
    return 366 if isleap(year) else 365
