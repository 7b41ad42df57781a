"""Pure decisions about articles: no database, no clock."""

from watchkeep.estate.knowledge.rules.asking import ELSEWHERE, OFTEN, mixed, question, saturated, telling
from watchkeep.estate.knowledge.rules.cycles import NUDGE_BEFORE, next_nudge, review_days, unused
from watchkeep.estate.knowledge.rules.files import LARGEST, content_type, safe_name
from watchkeep.estate.knowledge.rules.masking import mask
from watchkeep.estate.knowledge.rules.texts import (
    LONGEST,
    clean_tags,
    clean_title,
    differences,
    excerpt,
    headings,
    meanings,
    plain,
)

__all__ = [
    "ELSEWHERE",
    "LARGEST",
    "LONGEST",
    "NUDGE_BEFORE",
    "OFTEN",
    "clean_tags",
    "clean_title",
    "content_type",
    "differences",
    "excerpt",
    "headings",
    "mask",
    "meanings",
    "mixed",
    "next_nudge",
    "plain",
    "question",
    "review_days",
    "safe_name",
    "saturated",
    "telling",
    "unused",
]
