"""What is counted: whether there were more alerts, incidents or requests than at such a time without a change."""

from dataclasses import dataclass, replace
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

_AT_ONCE = 15_000
"""So many buckets are worked on together: what the nearest cache of a processor holds."""


@dataclass(frozen=True)
class _Way:
    """One way to say how many there should have been, for each row."""

    season: Season
    foretold: Any
    now: Any
    periods: float

    def score(self, usual: Any) -> Any:
        """How well it foretold the past (the likelihood of Poisson counts)."""
        return (usual * np.log(self.foretold) - self.foretold).mean(axis=1)


def compare_counts(counts: Any, shape: Shape, *, tolerance: float = 0.1) -> Comparison:
    """Compare the number in the last ``shape.after`` buckets with the same stretch of earlier days or weeks.

    Expected is the mean of the same stretch in the other days or weeks, whichever foretold the past best (Farrington et
    al. 1996: a count beside comparable earlier weeks, overdispersion estimated from them). How rare the count is says a
    negative binomial whose variance is what the past strayed by, with the uncertainty of its mean; never less than the
    share of past stretches that strayed as far, so that a service that bursts every week raises no alarm by bursting.
    None, where there is mostly none, is nothing to look at any closer.
    """
    return compare_all_counts(np.asarray(counts, dtype=float)[None], shape, tolerance=tolerance)[0]


def compare_all_counts(counts: Any, shape: Shape, *, tolerance: float = 0.1) -> list[Comparison]:
    """The same for many of them, a row each, none of which says anything about another."""
    length = counts.shape[1]
    if length - shape.tail < LEAST_DAYS * shape.per_day:
        return [Comparison(0, shape.after, why="the history is too short to say what is usual")] * len(counts)
    summed = np.zeros((len(counts), length + 1))
    np.cumsum(counts, axis=1, out=summed[:, 1:])
    sums = summed[:, shape.after :] - summed[:, : -shape.after]
    usual = sums[:, : length - shape.tail - shape.after + 1]
    means, moments = usual.mean(axis=1), usual.shape[1] // shape.after
    found = [Comparison(moments, shape.after, expected=float(mean), p=1.0) for mean in means]
    busy = np.flatnonzero((sums[:, -1] > 0) | (means >= 1))
    some = max(1, _AT_ONCE // length)
    for at in range(0, len(busy), some):
        rows = busy[at : at + some]
        compared = _compared(sums[rows], usual[rows], means[rows], shape, tolerance)
        for row, one in zip(rows.tolist(), compared, strict=True):
            found[row] = one
    return found


def _compared(sums: Any, usual: Any, means: Any, shape: Shape, tolerance: float) -> list[Comparison]:
    ways = _ways(sums, usual, means, shape)
    best = np.argmax([way.score(usual) for way in ways], axis=0)
    foretold = np.empty_like(usual)
    for at, way in enumerate(ways):
        np.copyto(foretold, way.foretold, where=(best == at)[:, None])
    seen, expected = sums[:, -1], np.array([ways[at].now[row] for row, at in enumerate(best)])
    strayed, far = (usual - foretold) ** 2 / foretold, (seen - expected) ** 2 / expected
    same_side = (usual > foretold) == (seen > expected)[:, None]
    shares = np.count_nonzero((strayed >= far[:, None]) & same_side, axis=1) / usual.shape[1]
    spreads = np.minimum(strayed, tails.quantiles(strayed, _FAR)[:, None]).mean(axis=1)
    moments = usual.shape[1] // shape.after
    found = list[Comparison]()
    for row, at in enumerate(best):
        variance = max(1.0, float(spreads[row])) * float(expected[row]) * (1 + 1 / ways[at].periods)
        one = Comparison(moments, shape.after, float(expected[row]), float(seen[row]), season=ways[at].season)
        found.append(_told(one, variance, float(shares[row]), tolerance))
    return found


def _told(one: Comparison, variance: float, share: float, tolerance: float) -> Comparison:
    p, far = max(tails.count_p(int(one.seen), one.expected, variance), share), one.seen - one.expected
    return replace(one, p=min(p, 1.0), is_up=far > 0, is_relevant=abs(far) >= max(1.0, tolerance * one.expected))


def _ways(sums: Any, usual: Any, means: Any, shape: Shape) -> list[_Way]:
    """Plainly the average, and the same time of other days and weeks as far as there are any."""
    past, known = sums.shape[1] - shape.tail + shape.after - 1, usual.shape[1]
    mean = np.maximum(means, 0.5 * shape.after / (known + shape.after))
    found = [_Way(Season.NONE, mean[:, None], mean, known / shape.after)]
    for season, least in seasons.LEAST_OTHERS.items():
        length = seasons.period(season, shape)
        if past >= (least + 1) * length:
            foretold, now = _of_others(usual, sums.shape[1], length, shape, mean)
            found.append(_Way(season, foretold, now, past / length))
    return found


def _of_others(usual: Any, moments: int, length: int, shape: Shape, mean: Any) -> tuple[Any, Any]:
    """For every past stretch, and the one now, the mean of those at its time (within an hour) in other periods."""
    known = usual.shape[1]
    first = -(moments + shape.after - 1) % length + shape.after - 1
    filled = np.zeros((len(usual), first + moments))
    filled[:, first : first + known] = usual
    there = np.zeros((1, first + moments))
    there[:, first : first + known] = 1
    total, others = (_about(_others(part, length), 2 * (shape.per_day // 24) + 1) for part in (filled, there))
    expected = (total + _EARLY * mean[:, None]) / (others + _EARLY)
    return expected[:, first : first + known], expected[:, -1]


def _others(rows: Any, length: int) -> Any:
    """For every bucket the sum of those at its place in the other periods."""
    folded = rows.reshape(len(rows), -1, length)
    return (folded.sum(axis=1, keepdims=True) - folded).reshape(len(rows), -1)


def _about(rows: Any, reach: int) -> Any:
    """For every bucket the mean of those about it, with none before the first and after the last."""
    half, length = reach // 2, rows.shape[1]
    summed = np.zeros((len(rows), length + reach))
    np.cumsum(rows, axis=1, out=summed[:, half + 1 : half + 1 + length])
    summed[:, half + 1 + length :] = summed[:, half + length, None]
    return (summed[:, reach:] - summed[:, :-reach]) / reach
