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
    """Return what is left of the values when their season is taken out; NaN where too little is known of it.

    The season of a bucket is the median of the same time on the *other* days or weeks, so that a bucket of the past
    is treated as a new one is. What the change may have touched says nothing about anybody's season.
    """
    if season == Season.NONE:
        return values
    rows = _folded(values, period(season, shape))
    clean = _folded(np.concatenate([values[: -shape.tail], np.full(shape.tail, np.nan)]), period(season, shape))
    left = rows - _median_of_others(clean, LEAST_OTHERS[season])
    return left.reshape(-1)[-len(values) :]


def _folded(values: Any, length: int) -> Any:
    """One row a period, the last one ending where the values end; the first is filled up with nothing."""
    missing = -len(values) % length
    return np.concatenate([np.full(missing, np.nan), values]).reshape(-1, length)


def _median_of_others(rows: Any, least: int) -> Any:
    """For every cell the median of its column but for itself, told from one sorting of the column."""
    order = np.argsort(rows, axis=0, kind="stable")
    ordered = np.take_along_axis(rows, order, axis=0)
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(len(rows))[:, None], order.shape), axis=0)
    known = ~np.isnan(rows)
    others = known.sum(axis=0)[None, :] - known
    lower, upper = np.maximum((others - 1) // 2, 0), others // 2
    own = np.where(known, rank, len(rows))
    picked = [np.take_along_axis(ordered, np.minimum(at + (at >= own), len(rows) - 1), axis=0) for at in (lower, upper)]
    return np.where(others >= least, (picked[0] + picked[1]) / 2, np.nan)
