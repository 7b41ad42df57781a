"""Quiet hours and digests: pure answers to "when", in the person's own zone, right over changes of the clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Quiet:
    """When somebody is not to be disturbed by what can wait.

    ``start`` to ``end`` of every day (over midnight when the end comes first), and all day on ``days`` (Monday is 0).
    """

    zone: ZoneInfo
    start: time | None = None
    end: time | None = None
    days: frozenset[int] = frozenset()


def until(quiet: Quiet, at: datetime) -> datetime:
    """The first moment from ``at`` on that is not quiet; ``at`` itself when it is not. Some day must not be quiet."""
    while (end := _end_of_stretch(quiet, at)) is not None:
        at = end
    return at


def next_digest(zone: ZoneInfo, after: datetime, daily_at: time | None) -> datetime:
    """When what was gathered is told: the next full hour, or the next time of day ``daily_at``."""
    if daily_at is None:
        return after.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    today = after.astimezone(zone).date()
    return next(moment for day in range(3) if (moment := _moment(today + timedelta(days=day), daily_at, zone)) > after)


def _end_of_stretch(quiet: Quiet, at: datetime) -> datetime | None:
    """When the quiet stretch that holds this moment ends; None when none does."""
    local = at.astimezone(quiet.zone)
    today = local.date()
    if local.weekday() in quiet.days:
        return _moment(today + timedelta(days=1), time(0), quiet.zone)
    if quiet.start is None or quiet.end is None or quiet.start == quiet.end:
        return None
    is_over_midnight = quiet.end < quiet.start
    for began in (today - timedelta(days=1), today):
        ended = began + timedelta(days=1) if is_over_midnight else began
        end = _moment(ended, quiet.end, quiet.zone)
        if _moment(began, quiet.start, quiet.zone) <= at < end:
            return end
    return None


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A time on the wall as an instant. One that the clock skips in spring is the instant at which it jumps past it."""
    wall = datetime.combine(day, at, zone)
    return wall.astimezone(UTC)
