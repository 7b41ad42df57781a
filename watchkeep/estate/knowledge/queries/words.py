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
from watchkeep.estate.knowledge.models import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from watchkeep.estate.knowledge.models import ArticleQuerySet

LONGEST = 4000
"""Characters of a question that are read: a ticket's words, not its logs."""
MOST_TERMS = 24
"""The most telling words of a question; a long ticket has hundreds."""
MOST_ROWS, MOST_ROWS_TYPED = 3000, 1000
"""Articles that the words of a question may name, and while somebody types; what more of them have tells little."""
MOST_RANKED, MOST_TYPED = 80, 40
"""Candidates that are weighed word by word, and while somebody types."""
FIELDS = {"A": 2.0, "B": 1.5, "D": 1.0}
"""What an occurrence in title, heading and text counts."""
ALIKE = 0.4
"""From which trigram similarity (0 to 1) on an unknown word may be a known one misspelt."""
LEXICON = ""
"""The entry of the lexicon that says how many articles there are."""

_ASKED = """
WITH RECURSIVE used (language) AS (
    (SELECT language FROM knowledge_article WHERE state IN ('published', 'revising') ORDER BY language LIMIT 1)
    UNION ALL
    SELECT (SELECT a.language FROM knowledge_article a
             WHERE a.state IN ('published', 'revising') AND a.language > used.language ORDER BY a.language LIMIT 1)
      FROM used WHERE used.language IS NOT NULL
)
SELECT part, found.positions[1], found.lexeme, articles
  FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS said (text, part),
       unnest(%(codes)s::text[], %(configs)s::text[]) AS language (code, config),
       LATERAL unnest(to_tsvector(config::regconfig, said.text)) AS found
       LEFT JOIN knowledge_word ON stem = found.lexeme
 WHERE code IN (SELECT language FROM used)
 UNION ALL
SELECT 0, 0, stem, articles FROM knowledge_word WHERE stem = %(lexicon)s
 UNION ALL
(SELECT -1, 0, stem, articles FROM knowledge_word WHERE %(begun)s <> '' AND stem LIKE %(begun)s || '%%'
  ORDER BY articles DESC LIMIT 20)
"""
_ANY_STEM = "\ue000"
"""Stands in the statement for the stems of a word, so that one is made for all words."""
_BEGUN = -1
"""The part under which the last word's endings are answered; 0 is the lexicon itself."""
_ALIKE = """
SELECT asked, found.stem, found.articles, similarity(asked, found.stem)
  FROM unnest(%(asked)s::text[]) AS asked,
       LATERAL (SELECT stem, articles FROM knowledge_word WHERE stem %% asked AND similarity(asked, stem) >= %(alike)s
                 ORDER BY similarity(asked, stem) DESC, articles DESC LIMIT 3) AS found
"""
_OCCURRENCES = """
SELECT a.id, a.size, found.lexeme, found.weights
  FROM knowledge_article a, LATERAL unnest(a.words) AS found
 WHERE a.id = ANY({ids}) AND found.lexeme = ANY(%s)
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
    def most_rows(self) -> int:
        """How many articles each of its words may name."""
        return MOST_ROWS_TYPED if self.is_typing else MOST_ROWS

    @property
    def stems(self) -> set[str]:
        """All stems."""
        return {stem for term in self.terms for stem in term.stems}


def ask(text: str, *, is_typing: bool = False) -> Asked:
    """Understand a question; ``is_typing``: its last word may not be whole yet."""
    begun = _begun(text) if is_typing else ""
    terms, known, whole = _looked_up(rules.question(text[:LONGEST].replace("\x00", " ")), begun)
    if whole:
        _complete(terms, begun, whole)
    _correct(terms, known)
    for term in terms:
        term.articles = sum(known.get(stem, 0) for stem in term.stems)
        term.tells = rules.telling(known.get(LEXICON, 0), term.articles)
    return Asked(sorted(terms, key=lambda term: -term.counts)[:MOST_TERMS], is_typing)


def candidates(rows: ArticleQuerySet, asked: Asked) -> list[int]:
    """Those of ``rows`` that have most of what tells most, found in the index alone."""
    sql, values = _chosen(rows, asked)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [pk for (pk,) in cursor.fetchall()]


def weigh(ids: Collection[int], asked: Asked) -> dict[int, float]:
    """How well these fit the question by their words, from 0 to 1."""
    return _weighed("%s", [list(ids)], asked) if ids else {}


def weigh_candidates(rows: ArticleQuerySet, asked: Asked) -> dict[int, float]:
    """The candidates and how well they fit, in one statement."""
    sql, values = _chosen(rows, asked)
    return _weighed(f"ARRAY({sql})", values, asked) if sql else {}


def _chosen(rows: ArticleQuerySet, asked: Asked) -> tuple[str, list[Any]]:
    """The statement that finds the candidates; none where there cannot be any."""
    terms = _telling(asked)
    query = SearchQuery(Value(_ANY_STEM), config="simple", search_type="raw")
    try:
        one, given = rows.filter(words=query).order_by().values("pk")[: asked.most_rows].query.sql_with_params()
    except EmptyResultSet:
        return "", []
    if not terms:
        return "", []
    every = " UNION ALL ".join([f"SELECT id, %s::float AS counts FROM ({one}) AS hits (id)"] * len(terms))  # noqa: S608
    values: list[Any] = []
    for term in terms:
        stems = " | ".join(f"'{_quoted(stem)}'" for stem in sorted(term.stems))
        values += [term.counts, *(stems if value == _ANY_STEM else value for value in given)]
    sql = f"SELECT id FROM ({every}) AS found GROUP BY id ORDER BY sum(counts) DESC, id DESC LIMIT %s"  # noqa: S608
    return sql, [*values, MOST_TYPED if asked.is_typing else MOST_RANKED]


def _weighed(ids: str, values: Sequence[Any], asked: Asked) -> dict[int, float]:
    sizes: dict[int, int] = {}
    held: dict[int, dict[str, float]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_OCCURRENCES.format(ids=ids), [*values, sorted(asked.stems)])
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
    named = 0
    for term in sorted(asked.terms, key=lambda term: term.articles):
        if named and named + term.articles > asked.most_rows:
            break
        chosen.append(term)
        named += term.articles
    return chosen


def _looked_up(texts: Iterable[str], begun: str) -> tuple[list[Term], dict[str, int], dict[str, int]]:
    """The words, how many articles have each stem, and the commonest stems that begin like ``begun``."""
    given: dict[str, Any] = {
        "texts": list(texts), "codes": list(LANGUAGES), "configs": list(LANGUAGES.values()),
        "lexicon": LEXICON, "begun": begun,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, given)
        found = cursor.fetchall()
    whole = {stem: articles for part, _place, stem, articles in found if part == _BEGUN}
    known = {stem: articles for _part, _place, stem, articles in found if articles is not None}
    return _terms((part, place, stem) for part, place, stem, _articles in found if part > 0), known, whole


def _terms(said: Iterable[tuple[int, int, str]]) -> list[Term]:
    """Each word once, in the order in which they were said, with its stems in all languages that articles are in."""
    found: dict[tuple[int, int], Term] = {}
    for part, place, stem in said:
        found.setdefault((part, place), Term(1.0 if part == 1 else rules.ELSEWHERE)).stems[stem] = 1.0
    once: dict[frozenset[str], Term] = {}
    for _place, term in sorted(found.items(), key=lambda one: one[0]):
        once.setdefault(frozenset(term.stems), term)
    return list(once.values())


def _begun(text: str) -> str:
    """The word at the end of what was typed so far, from three letters on."""
    last = text.rsplit(maxsplit=1)[-1].lower() if text and not text[-1].isspace() else ""
    return last if len(last) > 2 and last.isalnum() else ""


def _complete(terms: list[Term], begun: str, whole: Iterable[str]) -> None:
    """Let the last word mean what begins like it. It may be no term yet: half a word can look like a stop word."""
    if not terms or not any(stem[:2] == begun[:2] for stem in terms[-1].stems):
        terms.append(Term(1.0))
    for stem in whole:
        terms[-1].stems.setdefault(stem, 0.8)


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
