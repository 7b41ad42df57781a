"""Reads: figures of indicators, for verdicts and for pages."""

from watchkeep.insight.verdicts.queries.figures import figures, line, points_of

__all__ = ["figures", "line", "points_of"]
