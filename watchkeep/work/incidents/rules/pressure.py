"""Urgency from trend, deadline and time without progress."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from watchkeep.work.incidents.rules.reach import Cause, Refusals, Thresholds

WINDOW = timedelta(minutes=15)
"""How far back a trend looks."""


_KIND = {"joined": "trend", "alerts": "trend", "reports": "trend"}


class Trend(IntEnum):
    """Where it is going, the calmest first."""

    RECOVERING = -1
    FLAT = 0
    INCREASING = 1
    SPREADING = 2


@dataclass(frozen=True, kw_only=True)
class Pressure:
    """What makes an incident more or less urgent than it was judged at first (``base``, 1 to 3).

    Counts are those of the window. Minutes are None where there is no deadline, or where nothing need move.
    """

    base: int
    alerts: int = 0
    recoveries: int = 0
    reports: int = 0
    joined: int = 0
    deadline_minutes: int | None = None
    stalled_minutes: int | None = None


def trend_of(pressure: Pressure, thresholds: Thresholds) -> Trend:
    """Where it is going: still spreading to other services, more and more alerts or reports, flat, or recovering."""
    if pressure.joined:
        return Trend.SPREADING
    if pressure.alerts >= thresholds.alerts or pressure.reports >= thresholds.reports:
        return Trend.INCREASING
    if pressure.recoveries > pressure.alerts + pressure.reports:
        return Trend.RECOVERING
    return Trend.FLAT


def urgency(pressure: Pressure, thresholds: Thresholds, refusals: Refusals) -> tuple[int, tuple[Cause, ...]]:
    """Urgency (1 now to 3 can wait), and the causes that moved it from its base: a step each way, within the scale."""
    up = refusals.but(_pressing(pressure, thresholds))
    calmer = refusals.but([Cause("recovering")] if trend_of(pressure, thresholds) == Trend.RECOVERING else [])
    kinds = {_KIND.get(cause.key, cause.key) for cause in up}
    return min(max(pressure.base - len(kinds) + len(calmer), 1), 3), (*up, *calmer)


def next_look(now: datetime, *moments: datetime | None) -> datetime | None:
    """The first of these moments that is still to come: when the picture may change by itself."""
    return min(_after(now, moments), default=None)


def _after(now: datetime, moments: Iterable[datetime | None]) -> list[datetime]:
    return [moment for moment in moments if moment is not None and moment > now]


def _pressing(pressure: Pressure, thresholds: Thresholds) -> list[Cause]:
    found = []
    if pressure.joined:
        found.append(Cause("joined", float(pressure.joined)))
    if pressure.alerts >= thresholds.alerts:
        found.append(Cause("alerts", float(pressure.alerts)))
    if pressure.reports >= thresholds.reports:
        found.append(Cause("reports", float(pressure.reports)))
    if pressure.deadline_minutes is not None and pressure.deadline_minutes <= thresholds.deadline_minutes:
        found.append(Cause("deadline"))
    if pressure.stalled_minutes is not None and pressure.stalled_minutes >= thresholds.stalled_minutes:
        found.append(Cause("stalled", float(pressure.stalled_minutes)))
    return found
