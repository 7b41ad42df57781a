"""Words people type, as PostgreSQL full-text search understands them."""

import re
from itertools import combinations, filterfalse

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value

CONFIG = "simple"  # names, hosts and codes in any language; no stemming that would lose them
SHORTEST, TELLING, MOST_TELLING = 4, 5, 2
"""From how many letters on a word tells something, how many of them are looked for, and one of how many must occur."""
_WORD = re.compile(r"[\w@.-]+")


def vector(*fields: str) -> SearchVector:
    """The expression of a generated search column over these text fields."""
    return SearchVector(*fields, config=CONFIG)


def alike(text: str) -> SearchQuery | None:
    """Whatever shares at least two of the telling words of a text, of which the longest count; None without any.

    One of the two longest is among them: what else is in a row is looked up then, and no list of all rows is read.
    Of one single word it takes that one, if it is so long that it says something.
    """
    words = {word for one in _WORD.findall(text.lower()) if len(word := one.strip(".-")) >= SHORTEST}
    telling = sorted(filterfalse(str.isdecimal, words), key=lambda word: (-len(word), word))[:TELLING]
    pairs = [f"('{one}' & '{two}')" for one, two in combinations(telling, 2) if one in telling[:MOST_TELLING]]
    if not pairs and telling and len(telling[0]) >= 2 * SHORTEST:
        pairs = [f"'{telling[0]}'"]
    return SearchQuery(Value(" | ".join(pairs)), config=CONFIG, search_type="raw") if pairs else None


def query(text: str) -> SearchQuery | None:
    """Every word must occur, the last one (of three letters or more) as the beginning of one; None without a word."""
    terms = _terms(text)
    return SearchQuery(Value(" & ".join(terms)), config=CONFIG, search_type="raw") if terms else None


def each(text: str) -> tuple[SearchQuery, ...]:
    """The same, word by word: for words that need not all stand in one place."""
    return tuple(SearchQuery(Value(term), config=CONFIG, search_type="raw") for term in _terms(text))


def phrase(text: str) -> SearchQuery | None:
    """These words, one right after the other; None without a word."""
    return SearchQuery(text, config=CONFIG, search_type="phrase") if _WORD.search(text) else None


def _terms(text: str) -> list[str]:
    """Only the last word is still being typed. A beginning costs PostgreSQL the postings of all words that begin so."""
    words = [word for found in _WORD.findall(text.lower()) if (word := found.strip(".-"))]
    if not words:
        return []
    *whole, last = (f"'{word}'" for word in words)
    return [*whole, f"{last}:*" if len(words[-1]) > 2 else last]
