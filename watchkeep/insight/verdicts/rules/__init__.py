"""Pure decisions: is it better or worse than its own season, and which change does an incident suspect."""

from watchkeep.insight.verdicts.rules.comparing import Comparison, Finding, Season, Shape
from watchkeep.insight.verdicts.rules.counting import compare_all_counts, compare_counts
from watchkeep.insight.verdicts.rules.judging import (
    LOOKS,
    UNDER_WAY,
    Judgement,
    Look,
    judge,
    level_after,
    level_without_end,
    weight,
)
from watchkeep.insight.verdicts.rules.seasons import baseline
from watchkeep.insight.verdicts.rules.shifting import coarser, compare_all_series, compare_series

__all__ = [
    "LOOKS",
    "UNDER_WAY",
    "Comparison",
    "Finding",
    "Judgement",
    "Look",
    "Season",
    "Shape",
    "baseline",
    "coarser",
    "compare_all_counts",
    "compare_all_series",
    "compare_counts",
    "compare_series",
    "judge",
    "level_after",
    "level_without_end",
    "weight",
]
