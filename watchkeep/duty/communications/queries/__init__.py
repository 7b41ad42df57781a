"""Reads: who would be told, in what words, and what was said."""

from watchkeep.duty.communications.queries.crowds import Crowd, crowd_of
from watchkeep.duty.communications.queries.reading import (
    Panel,
    Row,
    audiences,
    followed_by,
    follows,
    may_approve,
    messages,
    panel,
    templates,
    users_of,
)
from watchkeep.duty.communications.queries.wording import Matter, values_for, words_for
from watchkeep.duty.communications.rules.texts import names_for

__all__ = [
    "Crowd",
    "Matter",
    "Panel",
    "Row",
    "audiences",
    "crowd_of",
    "followed_by",
    "follows",
    "may_approve",
    "messages",
    "names_for",
    "panel",
    "templates",
    "users_of",
    "values_for",
    "words_for",
]
