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
    Look(timedelta(hours=1), 0.01, 3, timedelta(days=29)),
    Look(timedelta(hours=24), 0.015, 12, timedelta(days=36)),
)
"""How long after the end of a change it is looked at."""
_QUARTER, _HALF, _HOUR = (timedelta(minutes=minutes) for minutes in (15, 30, 60))
_PAST = timedelta(days=29)
UNDER_WAY = (
    (_QUARTER, Look(_QUARTER, 0.003, 1, _PAST)),
    (2 * _QUARTER, Look(_QUARTER, 0.003, 1, _PAST)),
    (_HOUR, Look(_HALF, 0.003, 1, _PAST)),
    *((hours * _HOUR, Look(_HOUR, 0.0015, 3, _PAST)) for hours in (2, 4, 8, 16)),
)
"""How long after its beginning a change that goes on is looked at, and what such a look compares: the time since the
look before, at most the last hour of it. The distances double, so that a long change has few looks."""
LEVEL = 0.05
"""All looks at one change share this chance of a false alarm: each spends its own part of it (Bonferroni's way to spend
a level; Lan and DeMets 1983 on spending it at all), what was spent is kept, and what was not is left for the last."""


def level_after(looks: int, spent: float) -> float:
    """The level of the next look after the end, when ``looks`` were taken since and ``spent`` was spent by all before.

    Its own, or its part of what is left where that is less; the last takes all that is left.
    """
    left, wanted = max(LEVEL - spent, 0.0), [look.level for look in LOOKS[looks:]]
    return left if len(wanted) == 1 else min(wanted[0], left * wanted[0] / sum(wanted))


def level_without_end(spent: float) -> float:
    """The level of a look at a change that has not ended: half of what is left, for it may end after all."""
    return max(LEVEL - spent, 0.0) / 2


@dataclass(frozen=True)
class Judgement(Generic[K]):
    """One word, and every comparison with what it came to."""

    finding: Finding
    comparisons: Mapping[K, Comparison]


def judge(
    comparisons: Mapping[K, Comparison], worse_when_up: Mapping[K, bool], level: float,
    weights: Mapping[K, float] | None = None,
) -> Judgement[K]:  # fmt: skip
    """Correct for how many comparisons were made, and say what they come to together.

    Worse when anything is worse, whatever else is better; better when something is better and nothing worse; unknown
    when nothing could be compared. ``level`` bounds the share of false findings (Benjamini and Hochberg), and with it,
    where the change did nothing at all, the chance of any. ``weights`` say beforehand, without a look at the figures,
    where an effect is likelier: each p-value is divided by its weight, their mean being one, which keeps that bound
    (Genovese, Roeder and Wasserman 2006).
    """
    known = [key for key, one in comparisons.items() if one.p is not None]
    weighed = [weights[key] if weights else 1.0 for key in known]
    mean = sum(weighed) / len(known) if known else 1.0
    values = [(comparisons[key].p or 0.0) * mean / weight for key, weight in zip(known, weighed, strict=True)]
    corrected = tails.benjamini_hochberg(values)
    judged = dict(comparisons)
    for key, q in zip(known, corrected, strict=True):
        judged[key] = replace(comparisons[key], q=q, finding=_found(comparisons[key], q, worse_when_up[key], level))
    return Judgement(_together({one.finding for one in judged.values()}), judged)


def weight(distance: int, *, is_measured: bool) -> float:
    """How much likelier an effect is there than elsewhere: on what was touched itself, in what is measured.

    Counts of incidents and requests are mostly none in so short a time, and three of them come with each service.
    """
    return (3.0 if is_measured else 1.0) / (1 + distance)


def _found(one: Comparison, q: float, is_worse_when_up: bool, level: float) -> Finding:  # a rule's input
    if q > level or not one.is_relevant:
        return Finding.SAME
    return Finding.WORSE if one.is_up == is_worse_when_up else Finding.BETTER


def _together(found: set[Finding]) -> Finding:
    for finding in (Finding.WORSE, Finding.BETTER, Finding.SAME):
        if finding in found:
            return finding
    return Finding.UNKNOWN
