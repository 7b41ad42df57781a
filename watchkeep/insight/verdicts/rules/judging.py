"""The whole verdict: many comparisons, several looks, one word."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Generic, TypeVar

from watchkeep.insight.verdicts.rules import tails
from watchkeep.insight.verdicts.rules.comparing import Comparison, Finding

K = TypeVar("K")


@dataclass(frozen=True)
class Look:
    """One look at what a change did: how long after its end, at which level something is believed, how finely.

    ``buckets``: so many figures of five minutes are looked at as one; ``history``: how far back they go.
    """

    after: timedelta
    level: float
    buckets: int
    history: timedelta


LOOKS = (
    Look(timedelta(minutes=15), 0.01, 1, timedelta(days=15)),
    Look(timedelta(hours=1), 0.015, 3, timedelta(days=29)),
    Look(timedelta(hours=24), 0.025, 12, timedelta(days=36)),
)
"""Looking three times raises three chances of a false alarm: together they spend 5 % (Bonferroni's way to spend a
level; Lan and DeMets 1983 on spending it at all)."""
LEVEL = 0.05


@dataclass(frozen=True)
class Judgement(Generic[K]):
    """One word, and every comparison with what it came to."""

    finding: Finding
    comparisons: Mapping[K, Comparison]


def judge(comparisons: Mapping[K, Comparison], worse_when_up: Mapping[K, bool], level: float) -> Judgement[K]:
    """Correct for how many comparisons were made, and say what they come to together.

    Worse when anything is worse, whatever else is better; better when something is better and nothing worse; unknown
    when nothing could be compared. ``level`` bounds the share of false findings (Benjamini and Hochberg), and with it,
    where the change did nothing at all, the chance of any.
    """
    known = [key for key, one in comparisons.items() if one.p is not None]
    corrected = tails.benjamini_hochberg([comparisons[key].p or 0.0 for key in known])
    judged = dict(comparisons)
    for key, q in zip(known, corrected, strict=True):
        judged[key] = replace(comparisons[key], q=q, finding=_found(comparisons[key], q, worse_when_up[key], level))
    return Judgement(_together({one.finding for one in judged.values()}), judged)


def _found(one: Comparison, q: float, is_worse_when_up: bool, level: float) -> Finding:  # a rule's input
    if q > level or not one.is_relevant:
        return Finding.SAME
    return Finding.WORSE if one.is_up == is_worse_when_up else Finding.BETTER


def _together(found: set[Finding]) -> Finding:
    for finding in (Finding.WORSE, Finding.BETTER, Finding.SAME):
        if finding in found:
            return finding
    return Finding.UNKNOWN
