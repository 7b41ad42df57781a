"""The season of a figure: what it usually is at this time of the day or of the week, from other days or weeks alone."""

from typing import Any

import numpy as np

from watchkeep.insight.verdicts.rules.comparing import Season, Shape

LEAST_OTHERS = {Season.DAY: 3, Season.WEEK: 2}
"""How many other days, or weeks, must have something to say about a time."""


def period(season: Season, shape: Shape) -> int:
    """How many buckets long it is."""
    return shape.per_day * (7 if season == Season.WEEK else 1)


def without(values: Any, season: Season, shape: Shape) -> Any:
    """Return what is left of the values when their season is taken out; NaN where too little is known of it."""
    return values if season == Season.NONE else values - usual(values, season, shape)


def usual(values: Any, season: Season, shape: Shape) -> Any:
    """Return the season of the values; NaN where too little is known of it.

    The season of a bucket is the median of the same time on the *other* days or weeks, so that a bucket of the past
    is treated as a new one is. What the change may have touched says nothing about anybody's season.
    """
    clean = _folded(np.concatenate([values[: -shape.tail], np.full(shape.tail, np.nan)]), period(season, shape))
    return _median_of_others(clean, LEAST_OTHERS[season]).reshape(-1)[-len(values) :]


def baseline(values: Any, season: Season, shape: Shape) -> Any:
    """Return what was to be expected: the season, as high as the day before the change lay above or below it."""
    expected = np.zeros(len(values)) if season == Season.NONE else usual(values, season, shape)
    before = (values - expected)[: len(values) - shape.tail][-shape.per_day :]
    before = before[~np.isnan(before)]
    return expected + np.median(before) if len(before) else np.full(len(values), np.nan)


def _folded(values: Any, length: int) -> Any:
    """One row a period, the last one ending where the values end; the first is filled up with nothing."""
    missing = -len(values) % length
    return np.concatenate([np.full(missing, np.nan), values]).reshape(-1, length)


def _median_of_others(rows: Any, least: int) -> Any:
    """For every cell the median of its column but for itself, told from one sorting of the column.

    Without a cell that stands at or below a place, the one above moves into that place.
    """
    ordered, known = np.sort(rows.T).T, ~np.isnan(rows)
    count = np.count_nonzero(known, axis=0)
    usual = np.where(count > least, _left_out(rows, ordered, count), np.nan)
    if (count == len(rows)).all():
        return usual
    plain = (_at(ordered, (count - 1) // 2) + _at(ordered, count // 2)) / 2
    return np.where(known, usual, np.where(count >= least, plain, np.nan))


def _left_out(rows: Any, ordered: Any, count: Any) -> Any:
    """For every cell that is known the median of the other known ones of its column."""
    low, middle = _at(ordered, (count - 2) // 2), _at(ordered, (count - 1) // 2)
    first = np.where(rows > low, low, _at(ordered, count // 2))
    second = np.where(rows > middle, middle, _at(ordered, (count + 1) // 2))
    return (first + second) / 2


def _at(ordered: Any, place: Any) -> Any:
    """In each column what stands at its place."""
    return ordered[np.minimum(np.maximum(place, 0), len(ordered) - 1), np.arange(ordered.shape[1])]
