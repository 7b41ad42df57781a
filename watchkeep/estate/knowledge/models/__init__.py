"""The rows of the knowledge slice, in chapters."""

from watchkeep.estate.knowledge.models.articles import (
    LANGUAGES,
    LIVE,
    UNFINISHED,
    Article,
    ArticleQuerySet,
    Audience,
    Kind,
    Language,
    State,
)
from watchkeep.estate.knowledge.models.finding import Gap, GapState, Meaning, Word
from watchkeep.estate.knowledge.models.media import Media
from watchkeep.estate.knowledge.models.reading import Feedback, Task
from watchkeep.estate.knowledge.models.templates import Template
from watchkeep.estate.knowledge.models.versions import Version

__all__ = [
    "LANGUAGES",
    "LIVE",
    "UNFINISHED",
    "Article",
    "ArticleQuerySet",
    "Audience",
    "Feedback",
    "Gap",
    "GapState",
    "Kind",
    "Language",
    "Meaning",
    "Media",
    "State",
    "Task",
    "Template",
    "Version",
    "Word",
]
