"""Reads: figures, comparisons, verdicts, suspects."""

from watchkeep.insight.verdicts.queries.figures import beside_usual, figures, line, points_of
from watchkeep.insight.verdicts.queries.gathering import Answer, Asked, Key, Stretch, compare
from watchkeep.insight.verdicts.queries.reading import (
    TeamRecord,
    comparisons_of,
    open_reviews,
    others,
    team_record,
    verdict_of,
    verdicts,
)
from watchkeep.insight.verdicts.queries.results import MOST_DAYS, Group, Report, Results, Week, results
from watchkeep.insight.verdicts.queries.suspects import Suspect, suspects_of

__all__ = [
    "MOST_DAYS",
    "Answer",
    "Asked",
    "Group",
    "Key",
    "Report",
    "Results",
    "Stretch",
    "Suspect",
    "TeamRecord",
    "Week",
    "beside_usual",
    "compare",
    "comparisons_of",
    "figures",
    "line",
    "open_reviews",
    "others",
    "points_of",
    "results",
    "suspects_of",
    "team_record",
    "verdict_of",
    "verdicts",
]
