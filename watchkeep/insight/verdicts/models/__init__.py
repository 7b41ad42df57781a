"""The rows of the verdicts slice, in chapters."""

from watchkeep.insight.verdicts.models.indicators import A_DAY, KEPT, STEP, Indicator, IndicatorDay, Source, bucket

__all__ = ["A_DAY", "KEPT", "STEP", "Indicator", "IndicatorDay", "Source", "bucket"]
