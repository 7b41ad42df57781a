"""Reads: what is found, what stands in an article's page, and what somebody should look at."""

from watchkeep.estate.knowledge.queries.masking import masked
from watchkeep.estate.knowledge.queries.reading import (
    Inbox,
    about,
    differences,
    inbox,
    templates,
)
from watchkeep.estate.knowledge.queries.searching import Filters, Found, search, suggest

__all__ = ["Filters", "Found", "Inbox", "about", "differences", "inbox", "masked", "search", "suggest", "templates"]
