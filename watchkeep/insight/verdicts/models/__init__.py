"""The rows of the verdicts slice, in chapters."""

from watchkeep.insight.verdicts.models.indicators import A_DAY, KEPT, STEP, Indicator, IndicatorDay, Source, bucket
from watchkeep.insight.verdicts.models.reviews import ChangeReview, Question, RuledOut, Why
from watchkeep.insight.verdicts.models.verdicts import Compared, Finding, Touched, Verdict

__all__ = [
    "A_DAY",
    "KEPT",
    "STEP",
    "ChangeReview",
    "Compared",
    "Finding",
    "Indicator",
    "IndicatorDay",
    "Question",
    "RuledOut",
    "Source",
    "Touched",
    "Verdict",
    "Why",
    "bucket",
]
