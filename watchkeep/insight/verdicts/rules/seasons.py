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
    """Return the season of the values; NaN where too little is known of it. One series a row, with the same gaps.

    The season of a bucket is the median of the same time on the *other* days or weeks, so that a bucket of the past
    is treated as a new one is. What the change may have touched says nothing about anybody's season.
    """
    rows = np.atleast_2d(values)
    length = period(season, shape)
    periods = -(-rows.shape[1] // length)
    clean = np.full((len(rows), periods * length), np.nan)
    clean[:, clean.shape[1] - rows.shape[1] : clean.shape[1] - shape.tail] = rows[:, : -shape.tail]
    found = _median_of_others(clean.reshape(len(rows), periods, length), LEAST_OTHERS[season])
    return found.reshape(len(rows), -1)[:, -rows.shape[1] :].reshape(np.shape(values))


def baseline(values: Any, season: Season, shape: Shape) -> Any:
    """Return what was to be expected: the season, as high as the day before the change lay above or below it."""
    expected = np.zeros(len(values)) if season == Season.NONE else usual(values, season, shape)
    before = (values - expected)[: len(values) - shape.tail][-shape.per_day :]
    before = before[~np.isnan(before)]
    return expected + np.median(before) if len(before) else np.full(len(values), np.nan)


def _median_of_others(rows: Any, least: int) -> Any:
    """For every cell the median of its column but for itself, told from one sorting of the column.

    Without a cell that stands at or below a place, the one above moves into that place. What is known is the same in
    all series.
    """
    known = ~np.isnan(rows[0])
    count, ordered = np.count_nonzero(known, axis=0), np.sort(rows, axis=1)
    low, middle = _at(ordered, (count - 2) // 2), _at(ordered, (count - 1) // 2)
    above, over = _at(ordered, count // 2), _at(ordered, (count + 1) // 2)
    usual = np.where(rows > low, (low + over) / 2, (above + over) / 2)
    np.copyto(usual, (low + middle) / 2, where=rows > middle)
    if (thin := known & (count <= least)).any():
        usual[:, thin] = np.nan
    day, time = np.nonzero(~known)
    usual[:, day, time] = np.where(count >= least, (middle + above) / 2, np.nan)[:, 0, time]
    return usual


def _at(ordered: Any, place: Any) -> Any:
    """In each column what stands at its place."""
    columns = np.arange(ordered.shape[2])
    return ordered[:, np.minimum(np.maximum(place, 0), ordered.shape[1] - 1), columns][:, None, :]
