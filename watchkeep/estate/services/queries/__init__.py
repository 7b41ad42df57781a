"""Reads: what a failure reaches and costs, what a change makes doubtful, and where maintenance keeps it quiet."""

from watchkeep.estate.services.queries.mapping import (
    CHANGES_NOTHING,
    DEEPEST,
    MOST_ROWS,
    Doubt,
    Hit,
    Impact,
    affected_by,
    cost_between,
    cost_of,
    directly_on,
    distances,
    doubt,
    ends_of,
    hit_by,
    impact_of,
    needed_by,
    stands_on,
)
from watchkeep.estate.services.queries.quiet import Cover, Quiet, is_behind, pausing, under_maintenance
from watchkeep.estate.services.queries.windows import further_windows

__all__ = [
    "CHANGES_NOTHING",
    "DEEPEST",
    "MOST_ROWS",
    "Cover",
    "Doubt",
    "Hit",
    "Impact",
    "Quiet",
    "affected_by",
    "cost_between",
    "cost_of",
    "directly_on",
    "distances",
    "doubt",
    "ends_of",
    "further_windows",
    "hit_by",
    "impact_of",
    "is_behind",
    "needed_by",
    "pausing",
    "stands_on",
    "under_maintenance",
]
