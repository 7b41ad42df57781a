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
    """Every word must occur, each as the beginning of one; None when nothing searchable was typed."""
    words = [word.strip(".-") for word in _WORD.findall(text.lower())]
    terms = [f"'{word}':*" for word in words if word]
    return SearchQuery(Value(" & ".join(terms)), config=CONFIG, search_type="raw") if terms else None
