"""What being on call weighs: hours by kind on the person's own wall clock, broken nights, and how even it is."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from watchkeep.duty.oncall.rules.rotation import instant

WEEKDAY, NIGHT, WEEKEND, HOLIDAY = KINDS = ("weekday", "night", "weekend", "holiday")
NIGHT_ENDS, NIGHT_BEGINS = time(6), time(22)
DAY = timedelta(days=1)
SATURDAY = 5
WEIGHTS = {WEEKDAY: 1.0, NIGHT: 1.5, WEEKEND: 1.5, HOLIDAY: 2.0}
"""What an hour of each kind counts for when burdens are compared."""


@dataclass(frozen=True)
class Piece:
    """Part of a stint during which all hours are of one kind."""

    starts_at: datetime
    ends_at: datetime
    kind: str

    @property
    def hours(self) -> float:
        """How long it lasts, in hours."""
        return (self.ends_at - self.starts_at).total_seconds() / 3600


def pieces(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, holidays: Collection[date]) -> Iterator[Piece]:
    """Cut a stint where its kind may change; a holiday outweighs a weekend, a weekend outweighs a night."""
    day, last = starts_at.astimezone(zone).date() - DAY, ends_at.astimezone(zone).date() + DAY
    edges = [starts_at, ends_at]
    while day <= last:
        edges += [instant(datetime.combine(day, at), zone) for at in (time(), NIGHT_ENDS, NIGHT_BEGINS)]
        day += DAY
    inside = sorted({edge for edge in edges if starts_at <= edge <= ends_at})
    for start, end in pairwise(inside):
        yield Piece(start, end, kind_at(start, zone, holidays))


def kind_at(at: datetime, zone: ZoneInfo, holidays: Collection[date]) -> str:
    """What kind of hour an instant lies in, by the wall clock of the zone."""
    wall = at.astimezone(zone)
    if wall.date() in holidays:
        return HOLIDAY
    if wall.weekday() >= SATURDAY:
        return WEEKEND
    return NIGHT if is_night(at, zone) else WEEKDAY


def is_night(at: datetime, zone: ZoneInfo) -> bool:
    """Whether people sleep: from 22:00 to 06:00."""
    wall = at.astimezone(zone).time()
    return wall < NIGHT_ENDS or wall >= NIGHT_BEGINS


def hours_by_kind(found: Iterable[Piece]) -> dict[str, float]:
    """The hours of each kind; every kind is there."""
    hours: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    for piece in found:
        hours[piece.kind] += piece.hours  # type: ignore[assignment]  # a Counter counts in fractions, too
    return dict(hours)


def weight(hours: dict[str, float]) -> float:
    """Hours as a burden: those of nights, weekends and holidays count for more."""
    return sum(WEIGHTS[kind] * count for kind, count in hours.items())


def broken_hours(pages: Iterable[datetime], zone: ZoneInfo) -> int:
    """Hours of sleep that pages broke: an hour for each at night, and one only for those within an hour of it."""
    broken, awake_until = 0, None
    for at in sorted(pages):
        if is_night(at, zone) and (awake_until is None or at >= awake_until):
            broken, awake_until = broken + 1, at + timedelta(hours=1)
    return broken


def gini(burdens: Sequence[float]) -> float:
    """How unevenly burdens are shared: 0 when all bear the same, towards 1 when one bears everything.

    The Gini coefficient as half the relative mean absolute difference: the sum of |x_i - x_j| over all pairs,
    divided by 2 n^2 times the mean. Source: C. Gini, "Variabilita e mutabilita" (1912); in this form in A. Sen,
    "On Economic Inequality" (1973), section 2.7. In order of size the i-th of n stands above i - 1 others and below
    n - i, so it counts 2i - n - 1 times in the sum of all pairs, and nobody is compared with everybody.
    """
    total, count = sum(burdens), len(burdens)
    if not total:
        return 0.0
    apart = sum((2 * place - count - 1) * one for place, one in enumerate(sorted(burdens), start=1))
    return apart / (count * total)
