"""Ninety days of a component, day by day, and the figure that they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watchkeep.duty.announcements.rules.standing import worst

DAYS = 90
WEIGHT = {"major_outage": 1.0, "partial_outage": 0.3}
"""What a second counts against uptime: whole when nothing worked, three tenths when a part did not, else nothing."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of time in which a component had this status; without an end it lasts."""

    status: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Day:
    """One day: its worst status, and the stretches that touch it."""

    on: date
    status: str
    is_known: bool
    stretches: list[Stretch] = field(default_factory=list)


@dataclass(frozen=True)
class History:
    """The last ninety days, and the share of the known time in which the component was up, in percent."""

    days: list[Day]
    uptime: float | None

    @property
    def rows(self) -> list[Day]:
        """The days on which something was, the newest first."""
        return [day for day in reversed(self.days) if day.stretches]


def of(stretches: Sequence[Stretch], *, since: datetime, now: datetime, zone: ZoneInfo, days: int = DAYS) -> History:
    """Cut stretches into days of this zone. Nothing is known before ``since``, when the component was added."""
    today = now.astimezone(zone).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    edges = [datetime.combine(day, datetime.min.time(), zone) for day in [*dates, today + timedelta(days=1)]]
    shown = []
    for day, begins, ends in zip(dates, edges, edges[1:], strict=False):
        on_it = [one for one in stretches if one.starts_at < ends and (one.ends_at or now) > begins and begins < now]
        shown.append(Day(day, worst(one.status for one in on_it), is_known=ends > since, stretches=on_it))
    return History(shown, uptime(stretches, max(since, edges[0]), now))


def uptime(stretches: Sequence[Stretch], start: datetime, end: datetime) -> float | None:
    """The share of the time in which it was up, in percent; None when no time has passed."""
    whole = (end - start).total_seconds()
    if whole <= 0:
        return None
    lost = sum(
        WEIGHT.get(one.status, 0.0)
        * max(0.0, (min(one.ends_at or end, end) - max(one.starts_at, start)).total_seconds())
        for one in stretches
    )
    return max(0.0, 100.0 * (1.0 - lost / whole))


def in_figures(percent: float | None) -> str:
    """Uptime as text: two decimals, and never 100 while anything was lost."""
    if percent is None:
        return ""
    cut = int(percent * 100) / 100
    return "100" if percent >= 100.0 else f"{cut:.2f}"
