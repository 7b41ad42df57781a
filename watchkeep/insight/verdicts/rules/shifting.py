"""Figures that are measured: whether one has moved, more than it moves by itself.

Series of one shape are compared together, a row each: what is done for each of them alone costs five times as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import nan
from typing import Any

import numpy as np

from watchkeep.insight.verdicts.rules import seasons, tails
from watchkeep.insight.verdicts.rules.comparing import Comparison, Season, Shape

LEAST_MOMENTS = 20
"""So many independent earlier moments are needed to say what is usual."""
ENOUGH_ALIKE = 60
"""With so many at about this time of the day, no others are asked."""
ALIKE_HOURS = 3
LEAST_PART = 0.6
"""How much of a stretch must have been measured."""
_CLIP = 5.0
"""Beyond so many robust deviations a single bucket counts no further, so that one spike makes no verdict."""


_AT_ONCE = 15_000
"""So many buckets are worked on together: what the nearest cache of a processor holds."""


_COARSE = np.float32
"""Seven digits are enough to say what is usual, in half of the time."""


@dataclass(frozen=True)
class _Way:
    """One way to look: which season is taken out, and what it is held against."""

    season: Season
    left: Any
    before: int
    moved: Any
    placebos: Any
    """By how much each moved at earlier moments."""
    independent: float

    @property
    def noise(self) -> Any:
        """What is usual: nine in ten moments without a change move less."""
        nth = int(0.9 * (self.placebos.shape[1] - 1))
        return np.partition(np.abs(self.placebos, dtype=_COARSE), nth, axis=1)[:, nth]

    def shift(self, row: int, shape: Shape) -> float:
        """By how much it moved now, spikes and all."""
        left, lag = self.left[row], shape.tail
        earlier = left[len(left) - lag - self.before : len(left) - lag]
        return _mean(left[-shape.after :]) - (_mean(earlier) if self.before else 0.0)


class _Stretches:
    """Means over any stretch of the series in no time, by sums from their beginning."""

    def __init__(self, left: Any) -> None:
        known = ~np.isnan(left[0])
        self.is_whole = bool(known.all())
        self.sums = _from_beginning(left if self.is_whole else np.where(known, left, 0.0))
        self.counts = None if self.is_whole else _from_beginning(known[None])[0]

    def means(self, length: int, ends: Any) -> Any:
        """The mean of the ``length`` buckets that end with each of these; NaN where too few of them are known."""
        total = self.sums.take(ends + 1, axis=1) - self.sums.take(ends + 1 - length, axis=1)
        if self.counts is None:
            return total / length
        count = self.counts[ends + 1] - self.counts[ends + 1 - length]
        return np.where(count >= max(LEAST_PART * length, 1), total / np.maximum(count, 1), np.nan)


def compare_series(values: Any, shape: Shape, *, tolerance: float = 0.1) -> Comparison:
    """Compare the mean of the last ``shape.after`` buckets with what its season and the hours before lead to expect.

    A placebo test in time: the same difference is taken at every earlier moment at which there was no such change, with
    stretches of the same length and as far apart, so that season, autocorrelation and bursts are in what it is compared
    with (Abadie, Diamond and Hainmueller 2010 for placebos in time; Politis and Romano 1994 for why overlapping
    stretches keep the dependence). The season (none, day, week) and the length of the hours before are those that
    kept still best in the past, chosen without a look at what came after the change. ``tolerance`` is the smallest
    part of what was expected that anybody would call a difference.
    """
    return compare_all_series(np.asarray(values, dtype=float)[None], shape, [tolerance])[0]


def compare_all_series(values: Any, shape: Shape, tolerances: Sequence[float]) -> list[Comparison]:
    """The same for many series, a row each, none of which says anything about another."""
    found: dict[int, Comparison] = {}
    is_whole = ~np.isnan(values).any(axis=1)
    whole, reach = np.flatnonzero(is_whole).tolist(), ALIKE_HOURS * shape.per_day // 24
    near = _at_this_time(values.shape[1], shape)
    some = max(1, _AT_ONCE // len(near))
    part = replace(shape, per_day=int(np.count_nonzero(near >= values.shape[1] - shape.per_day)))
    for rows in (whole[at : at + some] for at in range(0, len(whole), some)):
        asked = [tolerances[row] for row in rows]
        found |= zip(rows, _compared(values[np.ix_(rows, near)], part, reach, asked), strict=True)
    for row in np.flatnonzero(~is_whole).tolist():
        found[row] = _compared(values[[row]], shape, reach, [tolerances[row]])[0]
    return [found[row] for row in range(len(values))]


def coarser(values: Any, size: int) -> Any:
    """Several buckets as one, their mean, counted from the end; NaN where none of them is known."""
    if size == 1:
        return values
    parts = values[..., values.shape[-1] % size :].reshape(*values.shape[:-1], -1, size)
    known = ~np.isnan(parts)
    count = known.sum(axis=-1)
    return np.where(count, np.where(known, parts, 0.0).sum(axis=-1) / np.maximum(count, 1), np.nan)


@lru_cache(maxsize=64)
def _at_this_time(length: int, shape: Shape) -> Any:
    """The buckets of each day that are looked at: about the time of the last one, and what they are held against.

    All of them where other times of the day have to be asked as well.
    """
    reach, longest = ALIKE_HOURS * shape.per_day // 24, min(3 * shape.after, shape.per_day)
    lead = shape.tail + longest
    alike = np.count_nonzero(_at_this_hour(length, shape, reach) >= lead - 1)
    if 2 * reach + lead + 1 >= shape.per_day or alike < ENOUGH_ALIKE * lead:
        return np.arange(length)
    back: Any = np.arange(length - 1, -1, -1) % shape.per_day
    return np.flatnonzero((back <= reach + lead) | (back >= shape.per_day - reach))


def _compared(values: Any, shape: Shape, reach: int, tolerances: Sequence[float]) -> list[Comparison]:
    """A block of series with the same gaps."""
    measured = int(np.count_nonzero(~np.isnan(values[0, -shape.after :])))
    if measured < max(LEAST_PART * shape.after, 1):
        return [Comparison(0, measured, why="too little was measured after the change")] * len(values)
    ways = _ways(values, shape, reach)
    if not ways:
        return [Comparison(0, measured, why="the history is too short to say what is usual")] * len(values)
    best = np.argmin([way.noise for way in ways], axis=0)
    return [
        _told(ways[best[row]], row, values[row, -shape.after :], shape, tolerance)
        for row, tolerance in enumerate(tolerances)
    ]


def _told(way: _Way, row: int, seen: Any, shape: Shape, tolerance: float) -> Comparison:
    placebos = way.placebos[row]
    middle = _middle(placebos)
    far = float(way.moved[row]) - middle
    p = tails.share_beyond(np.abs(placebos - middle), abs(far), way.independent)
    level, moved = _mean(seen), way.shift(row, shape)
    expected = level - moved
    return Comparison(
        before=int(way.independent), after=int(np.count_nonzero(~np.isnan(seen))), expected=expected, seen=level, p=p,
        season=way.season, is_up=far > 0, is_relevant=moved * far > 0 and abs(moved) >= tolerance * abs(expected),
    )  # fmt: skip


def _ways(values: Any, shape: Shape, reach: int) -> list[_Way]:
    found = list[_Way]()
    length = values.shape[1]
    for season in Season:
        if season != Season.NONE and length - shape.tail < 3 * seasons.period(season, shape):
            continue
        left = seasons.without(values, season, shape)
        stretches = _Stretches(_clipped(left, shape))
        lengths = {shape.after, min(3 * shape.after, shape.per_day)} | ({0} if season != Season.NONE else set())
        for before in sorted(lengths):
            moved = _moved(stretches, shape, before, np.array([length - 1]))[:, 0]
            if not np.isnan(moved[0]) and (kept := _kept(stretches, shape, before, reach)) is not None:
                found.append(_Way(season, left, before, moved, *kept))
    return found


def _moved(stretches: _Stretches, shape: Shape, before: int, ends: Any) -> Any:
    """The mean of the stretch that ends with each of these buckets, held against the hours before that stretch."""
    after = stretches.means(shape.after, ends)
    return after - stretches.means(before, ends - shape.tail) if before else after


def _kept(stretches: _Stretches, shape: Shape, before: int, reach: int) -> tuple[Any, float] | None:
    """The moments without a change that are held against this one, and how many independent ones they amount to."""
    first = shape.tail + before - 1 if before else shape.after - 1
    span = shape.after + (before + shape.gap if before else 0)
    length = stretches.sums.shape[1] - 1
    alike = _at_this_hour(length, shape, reach)
    placebos = _known(_moved(stretches, shape, before, alike[np.searchsorted(alike, first) :]))
    if placebos.shape[1] / span < ENOUGH_ALIKE:
        placebos = _known(_moved(stretches, shape, before, np.arange(first, length - shape.tail)))
    independent = placebos.shape[1] / span
    return (placebos, independent) if independent >= LEAST_MOMENTS else None


@lru_cache(maxsize=64)
def _at_this_hour(length: int, shape: Shape, reach: int) -> Any:
    """Which buckets before the change lie at about the time of the day at which the last one lies."""
    back: Any = np.arange(length - 1, shape.tail - 1, -1) % shape.per_day
    return np.flatnonzero((back <= reach) | (back >= shape.per_day - reach))


def _clipped(left: Any, shape: Shape) -> Any:
    """No bucket farther from the middle of the history than is believable for one bucket."""
    past = _known(left[:, : -shape.tail]).astype(_COARSE)
    if not past.shape[1]:
        return left
    middle = _medians(past)
    spread = 1.4826 * _medians(np.abs(past - middle)).astype(float)
    reach = np.where(spread > 0, _CLIP * spread, np.inf)
    return np.minimum(np.maximum(left, middle - reach), middle + reach)


def _from_beginning(values: Any) -> Any:
    """In each row the sum of all before each bucket, and of all."""
    sums: Any = np.zeros((values.shape[0], values.shape[1] + 1), dtype=float)
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums


def _known(values: Any) -> Any:
    """The columns that are known: in all rows the same."""
    unknown = np.isnan(values[0])
    return values[:, ~unknown] if unknown.any() else values


def _mean(values: Any) -> float:
    known = values[~np.isnan(values)]
    return float(np.add.reduce(known)) / len(known) if len(known) else nan


def _middle(values: Any) -> float:
    """The median."""
    half = len(values) // 2
    upper = np.partition(values, (half - 1, half))
    return float(upper[half]) if len(values) % 2 else float(upper[half - 1] + upper[half]) / 2


def _medians(values: Any) -> Any:
    """In each row the upper median, without the mean of two that nobody needs here."""
    half = values.shape[1] // 2
    return np.partition(values, half, axis=1)[:, half : half + 1]
