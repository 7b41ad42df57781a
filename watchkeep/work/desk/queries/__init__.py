"""Reads: the kinds that somebody sees, values for placeholders, parts and parents, and how a run stands."""

from watchkeep.work.desk.queries.families import children_of, parent_of
from watchkeep.work.desk.queries.runs import Progress, progress_of
from watchkeep.work.desk.queries.texts import values_for

__all__ = ["Progress", "children_of", "parent_of", "progress_of", "values_for"]
