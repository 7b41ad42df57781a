"""Reads: kinds that somebody sees, values for placeholders, parts and parents, what was merged, how a run stands."""

from watchkeep.work.desk.queries.families import children_of, parent_of
from watchkeep.work.desk.queries.merging import (
    heard_by_merge,
    joined,
    said_by_merge,
    unheard_by_merge,
    went_into,
    worked_in,
)
from watchkeep.work.desk.queries.runs import Progress, progress_of
from watchkeep.work.desk.queries.texts import values_for

__all__ = [
    "Progress",
    "children_of",
    "heard_by_merge",
    "joined",
    "parent_of",
    "progress_of",
    "said_by_merge",
    "unheard_by_merge",
    "values_for",
    "went_into",
    "worked_in",
]
