"""Reads: what is missing, what comes back, and what the review's pages show."""

from watchkeep.insight.reviews.queries.learning import (
    RECURRENCES,
    WINDOW,
    Actions,
    Alike,
    same_cause,
    same_fault,
    watched_fault,
)
from watchkeep.insight.reviews.queries.patterns import Figures, Group, Part, Span, causes, cured, figures, recurred
from watchkeep.insight.reviews.queries.reading import (
    Branch,
    Marked,
    hints_of,
    invitation,
    marks_of,
    people_around,
    tree_of,
)
from watchkeep.insight.reviews.queries.requirements import hindrance, missing, requirement_for, review_days, unsigned

__all__ = [
    "RECURRENCES",
    "WINDOW",
    "Actions",
    "Alike",
    "Branch",
    "Figures",
    "Group",
    "Marked",
    "Part",
    "Span",
    "causes",
    "cured",
    "figures",
    "hindrance",
    "hints_of",
    "invitation",
    "marks_of",
    "missing",
    "people_around",
    "recurred",
    "requirement_for",
    "review_days",
    "same_cause",
    "same_fault",
    "tree_of",
    "unsigned",
    "watched_fault",
]
