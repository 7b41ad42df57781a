"""Finding by word: stems in every language in use, rare words first, BM25 over title, headings and text.

PostgreSQL's own ranks know nothing of how rare a word is, so that "the printer" would count as much as the error code
beside it. The lexicon (``Word``) says it, and knows what begins like a word that is being typed or looks like one that
is misspelt.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Value

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.models import LANGUAGES, Word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from watchkeep.estate.knowledge.models import ArticleQuerySet

LONGEST = 4000
"""Characters of a question that are read: a ticket's words, not its logs."""
MOST_TERMS = 24
"""The most telling words of a question; a long ticket has hundreds."""
MOST_ROWS = 3000
"""Articles that the words of a question may name; what more of them have tells little."""
MOST_RANKED, MOST_TYPED = 80, 40
"""Candidates that are weighed word by word, and while somebody types."""
FIELDS = {"A": 2.0, "B": 1.5, "D": 1.0}
"""What an occurrence in title, heading and text counts."""
ALIKE = 0.4
"""From which trigram similarity (0 to 1) on an unknown word may be a known one misspelt."""
LEXICON = ""
"""The entry of the lexicon that says how many articles there are."""

_STEMS = """
WITH RECURSIVE used (language) AS (
    (SELECT language FROM knowledge_article WHERE state IN ('published', 'revising') ORDER BY language LIMIT 1)
    UNION ALL
    SELECT (SELECT a.language FROM knowledge_article a
             WHERE a.state IN ('published', 'revising') AND a.language > used.language ORDER BY a.language LIMIT 1)
      FROM used WHERE used.language IS NOT NULL
)
SELECT part, found.lexeme, found.positions[1], config
  FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS said (text, part),
       unnest(%(codes)s::text[], %(configs)s::text[]) AS language (code, config),
       LATERAL unnest(to_tsvector(config::regconfig, said.text)) AS found
 WHERE code IN (SELECT language FROM used)
"""
_ALIKE = """
SELECT asked, found.stem, found.articles, similarity(asked, found.stem)
  FROM unnest(%(asked)s::text[]) AS asked,
       LATERAL (SELECT stem, articles FROM knowledge_word WHERE stem %% asked AND similarity(asked, stem) >= %(alike)s
                 ORDER BY similarity(asked, stem) DESC, articles DESC LIMIT 3) AS found
"""
_OCCURRENCES = """
SELECT a.id, a.size, found.lexeme, found.weights
  FROM knowledge_article a, LATERAL unnest(a.words) AS found
 WHERE a.id = ANY(%(ids)s) AND found.lexeme = ANY(%(stems)s)
"""


@dataclass
class Term:
    """One word of a question: the stems by which it may be found, each with how well it fits (0 to 1)."""

    weight: float
    stems: dict[str, float] = field(default_factory=dict)
    articles: int = 0
    tells: float = 0.0

    @property
    def counts(self) -> float:
        """How much it counts in the question."""
        return self.weight * self.tells


@dataclass(frozen=True)
class Asked:
    """A question in terms, the most telling first; ``is_typing``: it is not whole yet, and asked with every key."""

    terms: Sequence[Term]
    is_typing: bool = False

    @property
    def most(self) -> float:
        """What an article of usual length comes to that says each word often."""
        return rules.OFTEN * sum(term.counts for term in self.terms) or 1.0

    @property
    def stems(self) -> set[str]:
        """All stems."""
        return {stem for term in self.terms for stem in term.stems}


def ask(text: str, *, is_typing: bool = False) -> Asked:
    """Understand a question; ``is_typing``: its last word may not be whole yet."""
    asking, beside = rules.question(text[:LONGEST].replace("\x00", " "))
    terms = _terms([asking, beside])
    known = dict(Word.objects.filter(stem__in=[LEXICON, *(s for t in terms for s in t.stems)]).values_list())
    if is_typing and terms and (begun := _begun(text)):
        _complete(max(terms, key=lambda term: term.weight), begun, known)
    _correct(terms, known)
    for term in terms:
        term.articles = sum(known.get(stem, 0) for stem in term.stems)
        term.tells = rules.telling(known.get(LEXICON, 0), term.articles)
    return Asked(sorted(terms, key=lambda term: -term.counts)[:MOST_TERMS], is_typing)


def candidates(rows: ArticleQuerySet, asked: Asked) -> list[int]:
    """Those of ``rows`` that have most of what tells most, found in the index alone."""
    parts, values = [], []
    for term in _telling(asked):
        raw = " | ".join(f"'{_quoted(stem)}'" for stem in sorted(term.stems))
        query = SearchQuery(Value(raw), config="simple", search_type="raw")
        try:
            sql, given = rows.filter(words=query).order_by().values("pk")[:MOST_ROWS].query.sql_with_params()
        except EmptyResultSet:
            return []
        parts.append(f"SELECT id, %s::float AS counts FROM ({sql}) AS hits (id)")  # noqa: S608  # Django's own SQL
        values += [term.counts, *given]
    if not parts:
        return []
    every = " UNION ALL ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM ({every}) AS found GROUP BY id ORDER BY sum(counts) DESC, id DESC LIMIT %s",  # noqa: S608
            [*values, MOST_TYPED if asked.is_typing else MOST_RANKED],
        )
        return [pk for (pk,) in cursor.fetchall()]


def weigh(ids: Collection[int], asked: Asked) -> dict[int, float]:
    """How well these fit the question by their words, from 0 to 1."""
    if not ids:
        return {}
    sizes: dict[int, int] = {}
    held: dict[int, dict[str, float]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_OCCURRENCES, {"ids": list(ids), "stems": sorted(asked.stems)})
        for pk, size, stem, weights in cursor.fetchall():
            sizes[pk], held[pk][stem] = size, sum(FIELDS.get(mark, 1.0) for mark in weights)
    average = sum(sizes.values()) / max(len(sizes), 1)
    return {pk: _score(held[pk], asked, size, average) for pk, size in sizes.items()}


def _score(held: Mapping[str, float], asked: Asked, size: int, average: float) -> float:
    total = 0.0
    for term in asked.terms:
        if said := sum(fit * held.get(stem, 0.0) for stem, fit in term.stems.items()):
            total += term.counts * rules.saturated(said, size, average)
    return total / asked.most


def _telling(asked: Asked) -> list[Term]:
    """The rarest words, as long as not too many articles have them; the rarest alone where all are common."""
    chosen: list[Term] = []
    for term in sorted(asked.terms, key=lambda term: term.articles):
        if chosen and sum(one.articles for one in chosen) + term.articles > MOST_ROWS:
            break
        chosen.append(term)
    return chosen


def _terms(texts: Iterable[str]) -> list[Term]:
    """Each word once, with its stems in all languages in which there are articles."""
    found: dict[tuple[int, int], Term] = {}
    given: dict[str, Any] = {"texts": list(texts), "codes": list(LANGUAGES), "configs": list(LANGUAGES.values())}
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, given)
        for part, stem, position, _config in cursor.fetchall():
            weight = 1.0 if part == 1 else rules.ELSEWHERE
            found.setdefault((part, position), Term(weight)).stems[stem] = 1.0
    once: dict[frozenset[str], Term] = {}
    for _place, term in sorted(found.items(), key=lambda one: one[0]):
        once.setdefault(frozenset(term.stems), term)
    return list(once.values())


def _begun(text: str) -> str:
    """The word at the end of what was typed so far, from three letters on."""
    last = text.rsplit(maxsplit=1)[-1].lower() if text and not text[-1].isspace() else ""
    return last if len(last) > 2 and last.isalnum() else ""


def _complete(term: Term, begun: str, known: dict[str, int]) -> None:
    rows = Word.objects.filter(stem__startswith=begun).order_by("-articles")[:20]
    for stem, articles in rows.values_list("stem", "articles"):
        term.stems.setdefault(stem, 0.8)
        known[stem] = articles


def _correct(terms: Iterable[Term], known: dict[str, int]) -> None:
    """Give words that no article has those that look like them."""
    unknown = {stem: term for term in terms if not any(s in known for s in term.stems) for stem in term.stems}
    asked = [stem for stem in unknown if len(stem) > 3 and stem.isalpha()]
    if not asked or not known.get(LEXICON):
        return
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {"asked": asked, "alike": ALIKE})
        for stem, like, articles, likeness in cursor.fetchall():
            unknown[stem].stems.setdefault(like, float(likeness))
            known[like] = articles


def _quoted(stem: str) -> Any:
    return stem.replace("\\", "\\\\").replace("'", "''")
