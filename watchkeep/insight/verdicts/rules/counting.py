"""What is counted: whether there were more alerts, incidents or requests than at such a time without a change."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from watchkeep.insight.verdicts.rules import seasons, tails
from watchkeep.insight.verdicts.rules.comparing import Comparison, Season, Shape

LEAST_DAYS = 3
"""So many days of history are needed to say how many there are by themselves."""
_EARLY = 1.0
"""How many periods the plain average weighs beside a season, so that no time is held to be without any."""
_FAR = 0.99
"""Past stretches beyond this quantile do not widen what is usual; how often they came is asked apart."""


@dataclass(frozen=True)
class _Way:
    """One way to say how many there should have been."""

    season: Season
    expected: Any
    periods: float
    score: float


def compare_counts(counts: Any, shape: Shape, *, tolerance: float = 0.1) -> Comparison:
    """Compare the number in the last ``shape.after`` buckets with the same stretch of earlier days or weeks.

    Expected is the mean of the same stretch in the other days or weeks, whichever foretold the past best (Farrington et
    al. 1996: a count beside comparable earlier weeks, overdispersion estimated from them). How rare the count is says a
    negative binomial whose variance is what the past strayed by, with the uncertainty of its mean; never less than the
    share of past stretches that strayed as far, so that a service that bursts every week raises no alarm by bursting.
    None, where there is mostly none, is nothing to look at any closer.
    """
    counts = np.asarray(counts, dtype=float)
    if len(counts) - shape.tail < LEAST_DAYS * shape.per_day:
        return Comparison(0, shape.after, why="the history is too short to say what is usual")
    summed = np.concatenate(([0.0], np.cumsum(counts)))
    sums = np.full(len(counts), np.nan)
    sums[shape.after - 1 :] = summed[shape.after :] - summed[: -shape.after]
    usual = sums[shape.after - 1 : len(counts) - shape.tail]
    if not sums[-1] and (mean := float(usual.mean())) < 1:
        return Comparison(len(usual) // shape.after, shape.after, expected=mean, p=1.0)
    best = max(_ways(sums, usual, shape), key=lambda way: way.score)
    return _compared(sums, usual, best, shape, tolerance)


def _compared(sums: Any, usual: Any, best: _Way, shape: Shape, tolerance: float) -> Comparison:
    seen, expected = int(sums[-1]), float(best.expected[-1])
    foretold = best.expected[shape.after - 1 : len(sums) - shape.tail]
    strayed = (usual - foretold) ** 2 / foretold
    spread = max(1.0, float(np.minimum(strayed, tails.quantile(strayed, _FAR)).mean()))
    variance = spread * expected * (1 + 1 / best.periods)
    as_far = np.abs(usual - foretold) / np.sqrt(foretold) >= abs(seen - expected) / expected**0.5
    same_side = (usual > foretold) == (seen > expected)
    share = float(np.count_nonzero(as_far & same_side)) / len(usual)
    p = max(tails.count_p(seen, expected, variance), share)
    return Comparison(
        before=len(usual) // shape.after, after=shape.after, expected=expected, seen=float(seen), p=min(p, 1.0),
        season=best.season, is_up=seen > expected,
        is_relevant=abs(seen - expected) >= max(1.0, tolerance * expected),
    )  # fmt: skip


def _ways(sums: Any, usual: Any, shape: Shape) -> list[_Way]:
    """Plainly the average, and the same time of other days and weeks as far as there are any."""
    mean = max(float(usual.mean()), 0.5 * shape.after / (len(usual) + shape.after))
    plain = np.full(len(sums), mean)
    found = [_way(Season.NONE, plain, len(usual) / shape.after, usual, shape)]
    for season, least in seasons.LEAST_OTHERS.items():
        length = seasons.period(season, shape)
        if len(sums) - shape.tail >= (least + 1) * length:
            expected = _of_others(sums, length, shape, mean)
            found.append(_way(season, expected, (len(sums) - shape.tail) / length, usual, shape))
    return found


def _way(season: Season, expected: Any, periods: float, usual: Any, shape: Shape) -> _Way:
    foretold = expected[shape.after - 1 : len(expected) - shape.tail]
    return _Way(season, expected, periods, float((usual * np.log(foretold) - foretold).mean()))


def _of_others(sums: Any, length: int, shape: Shape, mean: float) -> Any:
    """For every stretch the mean of those at this time (an hour about it) in the other periods."""
    clean = sums.copy()
    clean[-shape.tail :] = np.nan
    missing = -len(sums) % length
    rows = np.concatenate([np.full(missing, np.nan), clean]).reshape(-1, length)
    known = ~np.isnan(rows)
    filled = np.where(known, rows, 0.0)
    total = (filled.sum(axis=0) - filled).reshape(-1)
    others = (known.sum(axis=0) - known).reshape(-1)
    reach = 2 * (shape.per_day // 24) + 1
    total, others = (np.convolve(part, np.ones(reach), mode="same") / reach for part in (total, others))
    return ((total + _EARLY * mean) / (others + _EARLY))[-len(sums) :]
