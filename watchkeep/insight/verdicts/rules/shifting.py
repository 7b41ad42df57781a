"""Figures that are measured: whether one has moved, more than it moves by itself."""

from dataclasses import dataclass
from functools import lru_cache
from math import isnan, nan
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


@dataclass(frozen=True)
class _Way:
    """One way to look: which season is taken out, and what it is held against."""

    season: Season
    left: Any
    before: int
    moved: float
    placebos: Any
    """By how much it moved at earlier moments."""
    independent: float

    @property
    def noise(self) -> float:
        """What is usual: nine in ten moments without a change move less."""
        nth = int(0.9 * (len(self.placebos) - 1))
        return float(np.partition(np.abs(self.placebos), nth)[nth])

    def shift(self, shape: Shape) -> float:
        """By how much it moved now, spikes and all."""
        after, lag = self.left[-shape.after :], shape.tail
        earlier = self.left[len(self.left) - lag - self.before : len(self.left) - lag]
        return _mean(after) - (_mean(earlier) if self.before else 0.0)


class _Stretches:
    """Means over any stretch of a series in no time, by sums from its beginning."""

    def __init__(self, left: Any) -> None:
        known = ~np.isnan(left)
        self.is_whole = bool(known.all())
        self.sums = _from_beginning(left if self.is_whole else np.where(known, left, 0.0))
        self.counts = None if self.is_whole else _from_beginning(known)
        self.told: dict[int, Any] = {}

    def means(self, length: int) -> Any:
        """The mean of the ``length`` buckets that end with each; NaN where too few of them are known."""
        if length not in self.told:
            means = self.told[length] = np.empty(len(self.sums) - 1)
            means[: length - 1] = np.nan
            means[length - 1 :] = self._of(length)
        return self.told[length]

    def _of(self, length: int) -> Any:
        total = self.sums[length:] - self.sums[:-length]
        if self.counts is None:
            return total / length
        count = self.counts[length:] - self.counts[:-length]
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
    values = np.asarray(values, dtype=float)
    seen = values[-shape.after :]
    measured = int(np.count_nonzero(~np.isnan(seen)))
    if measured < max(LEAST_PART * shape.after, 1):
        return Comparison(0, measured, why="too little was measured after the change")
    ways = _ways(values, shape)
    if not ways:
        return Comparison(0, measured, why="the history is too short to say what is usual")
    best = min(ways, key=lambda way: way.noise)
    middle = _middle(best.placebos)
    far = best.moved - middle
    p = tails.share_beyond(np.abs(best.placebos - middle), abs(far), best.independent)
    level, moved = _mean(seen), best.shift(shape)
    expected = level - moved
    return Comparison(
        before=int(best.independent), after=measured, expected=expected, seen=level, p=p, season=best.season,
        is_up=far > 0, is_relevant=moved * far > 0 and abs(moved) >= tolerance * abs(expected),
    )  # fmt: skip


def coarser(values: Any, size: int) -> Any:
    """Several buckets as one, their mean, counted from the end; NaN where none of them is known."""
    if size == 1:
        return values
    rows = np.asarray(values)[len(values) % size :].reshape(-1, size)
    known = ~np.isnan(rows)
    count = known.sum(axis=1)
    return np.where(count, np.where(known, rows, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)


def _ways(values: Any, shape: Shape) -> list[_Way]:
    found = list[_Way]()
    for season in Season:
        left = values
        if season != Season.NONE:
            if len(values) - shape.tail < 3 * seasons.period(season, shape):
                continue
            left = seasons.without(values, season, shape)
        stretches = _Stretches(_clipped(left, shape))
        after = stretches.means(shape.after)
        lengths = {shape.after, min(3 * shape.after, shape.per_day)} | ({0} if season != Season.NONE else set())
        for before in sorted(lengths):
            moved = _moves(after, stretches, shape, before)
            if (kept := _kept(moved, shape, before)) is not None:
                found.append(_Way(season, left, before, float(moved[-1]), *kept))
    return found


def _moves(after: Any, stretches: _Stretches, shape: Shape, before: int) -> Any:
    """For every bucket the mean of the stretch that ends with it, held against the hours before that stretch."""
    if not before:
        return after
    lag = shape.tail
    moved = np.full(len(after), np.nan)
    moved[lag:] = after[lag:] - stretches.means(before)[:-lag]
    return moved


def _kept(moved: Any, shape: Shape, before: int) -> tuple[Any, float] | None:
    """The moments without a change that are held against this one, and how many independent ones they amount to."""
    if isnan(moved[-1]):
        return None
    usual = moved[: len(moved) - shape.tail]
    span = shape.after + (before + shape.gap if before else 0)
    placebos = _known(usual[_at_this_hour(len(moved), shape)])
    if len(placebos) / span < ENOUGH_ALIKE:
        placebos = _known(usual)
    independent = len(placebos) / span
    return (placebos, independent) if independent >= LEAST_MOMENTS else None


@lru_cache(maxsize=64)
def _at_this_hour(length: int, shape: Shape) -> Any:
    """Which buckets before the change lie at about the time of the day at which the last one lies."""
    back: Any = np.arange(length - 1, shape.tail - 1, -1) % shape.per_day
    reach = ALIKE_HOURS * shape.per_day // 24
    return np.flatnonzero((back <= reach) | (back >= shape.per_day - reach))


def _clipped(left: Any, shape: Shape) -> Any:
    """No bucket farther from the middle of the history than is believable for one bucket."""
    past = _known(left[: -shape.tail])
    if not len(past):
        return left
    middle = _median(past)
    spread = 1.4826 * _median(np.abs(past - middle))
    return np.minimum(np.maximum(left, middle - _CLIP * spread), middle + _CLIP * spread) if spread else left


def _from_beginning(values: Any) -> Any:
    """The sum of all before each bucket, and of all."""
    sums: Any = np.zeros(len(values) + 1, dtype=float)
    np.cumsum(values, out=sums[1:])
    return sums


def _known(values: Any) -> Any:
    unknown = np.isnan(values)
    return values[~unknown] if unknown.any() else values


def _mean(values: Any) -> float:
    known = _known(values)
    return float(np.add.reduce(known)) / len(known) if len(known) else nan


def _middle(values: Any) -> float:
    """The median."""
    half = len(values) // 2
    if len(values) % 2:
        return _median(values)
    upper = np.partition(values, (half - 1, half))
    return float(upper[half - 1] + upper[half]) / 2


def _median(values: Any) -> float:
    """The upper median, without the mean of two that nobody needs here."""
    return float(np.partition(values, len(values) // 2)[len(values) // 2])
