"""Reads: what is missing, what comes back, and what the review's pages show."""

from watchkeep.insight.reviews.queries.effects import (
    Effect,
    actions_against,
    effect_on,
    lessons_of,
    problems_of,
    watched_of,
)
from watchkeep.insight.reviews.queries.learning import (
    RECURRENCES,
    WINDOW,
    Actions,
    Alike,
    same_cause,
    same_fault,
    watched_fault,
)
from watchkeep.insight.reviews.queries.lessons import lessons, lessons_for
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
from watchkeep.insight.reviews.queries.recurring import LAST, choice_of, days_ahead, nth_words, rule_of, zone_of
from watchkeep.insight.reviews.queries.requirements import (
    REVIEWED,
    hindrance,
    missing,
    requirement_for,
    review_days,
    unsigned,
)

__all__ = [
    "LAST",
    "RECURRENCES",
    "REVIEWED",
    "WINDOW",
    "Actions",
    "Alike",
    "Branch",
    "Effect",
    "Figures",
    "Group",
    "Marked",
    "Part",
    "Span",
    "actions_against",
    "causes",
    "choice_of",
    "cured",
    "days_ahead",
    "effect_on",
    "figures",
    "hindrance",
    "hints_of",
    "invitation",
    "lessons",
    "lessons_for",
    "lessons_of",
    "marks_of",
    "missing",
    "nth_words",
    "people_around",
    "problems_of",
    "recurred",
    "requirement_for",
    "review_days",
    "rule_of",
    "same_cause",
    "same_fault",
    "tree_of",
    "unsigned",
    "watched_fault",
    "watched_of",
    "zone_of",
]
