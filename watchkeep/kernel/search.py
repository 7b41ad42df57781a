"""Words people type, as PostgreSQL full-text search understands them."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value

CONFIG = "simple"  # names, hosts and codes in any language; no stemming that would lose them
_WORD = re.compile(r"[\w@.-]+")


def vector(*fields: str) -> SearchVector:
    """The expression of a generated search column over these text fields."""
    return SearchVector(*fields, config=CONFIG)


def query(text: str) -> SearchQuery | None:
    """Every word must occur, the last one (of three letters or more) as the beginning of one; None without a word.

    Only the last is still being typed. A beginning costs PostgreSQL the postings of all words that begin so.
    """
    words = [word for found in _WORD.findall(text.lower()) if (word := found.strip(".-"))]
    if not words:
        return None
    *whole, last = (f"'{word}'" for word in words)
    terms = [*whole, f"{last}:*" if len(words[-1]) > 2 else last]
    return SearchQuery(Value(" & ".join(terms)), config=CONFIG, search_type="raw")
