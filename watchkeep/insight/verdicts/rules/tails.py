"""How rare something is: tails of what was seen before, and of counts."""

import math
from typing import Any

import numpy as np

_FEW = 10
"""Below so many exceedances the share of exceedances is too coarse, and the tail is modelled."""
_TAIL = 0.1
"""The part of the placebos that the model of the tail is fitted to."""
_BEYOND = 10
"""How many times further than the placebos themselves reach the model may be believed."""
_NORMAL_FROM = 20_000


def share_beyond(placebos: Any, seen: float, independent: float) -> float:
    """Return the p-value of ``seen`` among ``placebos`` (both distances, none negative).

    The share of placebos at least as far out, with the change itself counted among them (Phipson and Smyth 2010:
    a permutation p-value is never zero). Where fewer than ten independent ones are as far out, a generalised Pareto
    distribution fitted to the far tenth says how far out that is (Knijnenburg, Wessels, Reinders and Shmulevich 2009,
    "Fewer permutations, more accurate P-values"), by probability-weighted moments (Hosking and Wallis 1987). The model
    is never lighter than exponential, and never trusted beyond ten times what the placebos themselves could show.
    """
    share = float(np.count_nonzero(placebos >= seen)) / len(placebos)
    by_rank = (share * independent + 1) / (independent + 1)
    if share * independent >= _FEW:
        return min(by_rank, 1.0)
    floor = 1 / (_BEYOND * (independent + 1))
    return min(by_rank, max(_modelled(placebos, seen), share, floor))


def _modelled(placebos: Any, seen: float) -> float:
    """The share beyond ``seen`` by the fitted tail; 1 where nothing can be fitted."""
    cut = quantile(placebos, 1 - _TAIL)
    over = np.sort(placebos[placebos > cut] - cut)
    n = len(over)
    if n < _FEW or seen <= cut:
        return 1.0
    first = float(over.mean())
    second = float(((n - 0.65 - np.arange(n)) / n * over).mean())
    if first <= 2 * second or second <= 0:
        return 1.0
    shape = max(2 - first / (first - 2 * second), 0.0)
    scale = first * (1 - shape) if shape < 1 else first
    far = (seen - cut) / max(scale, 1e-12)
    beyond = math.exp(-far) if shape < 1e-6 else (1 + shape * far) ** (-1 / shape)
    return n / len(placebos) * beyond


def quantile(values: Any, share: float) -> float:
    """The value that this share of them does not exceed, between the two nearest where it falls between two."""
    return float(quantiles(values[None], share)[0])


def quantiles(rows: Any, share: float) -> Any:
    """The same of each row."""
    place = share * (rows.shape[1] - 1)
    low = int(place)
    high, over = min(low + 1, rows.shape[1] - 1), place - low
    parted = np.partition(rows, (low, high), axis=1)
    return parted[:, low] + over * (parted[:, high] - parted[:, low])


def count_p(seen: int, mean: float, variance: float) -> float:
    """Return the two-sided p-value of a count: twice the smaller tail of a negative binomial, at most 1.

    Negative binomial with this mean and variance, Poisson where the variance does not exceed the mean (Noufaily et al.
    2013 for counts of events whose rate itself varies).
    """
    if mean <= 0:
        return 1.0 if seen == 0 else 0.0
    below = _below(seen, mean, variance)
    at = _below(seen + 1, mean, variance)
    return min(1.0, 2 * min(1 - below, at))


def _below(count: int, mean: float, variance: float) -> float:
    """The probability of fewer than ``count``."""
    if count <= 0:
        return 0.0
    if count > _NORMAL_FROM:
        return 0.5 * math.erfc((mean - count + 0.5) / math.sqrt(2 * max(variance, mean)))
    steps = np.arange(1, count)
    if variance <= mean * 1.0001:
        first, ratios = -mean, np.log(mean / steps)
    else:
        size = mean * mean / (variance - mean)
        first = size * math.log(size / (size + mean))
        ratios = np.log((steps - 1 + size) / steps * (mean / (size + mean)))
    logs = np.concatenate(([0.0], np.cumsum(ratios))) + first
    return min(1.0, float(np.exp(logs).sum()))


def benjamini_hochberg(values: list[float]) -> list[float]:
    """Return the q-value of each p-value: the false discovery rate at which it would be the last one believed.

    Benjamini and Hochberg 1995. Valid for independent comparisons and for those that rise together (Benjamini and
    Yekutieli 2001), as figures of services that depend on one another do.
    """
    order = sorted(range(len(values)), key=lambda at: values[at])
    found, least = [1.0] * len(values), 1.0
    for rank in range(len(order), 0, -1):
        at = order[rank - 1]
        least = min(least, values[at] * len(values) / rank)
        found[at] = least
    return found
