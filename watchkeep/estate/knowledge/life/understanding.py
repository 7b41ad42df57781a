"""Understanding: what an article means, kept beside it for finding, and how common its words are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.models import Article, Audience, Meaning
from watchkeep.kernel import locks, meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

BATCH = 8
MOST_TEXTS = 400
"""Sentences and passages of one article that are understood; what stands behind them is found by word."""
REACH = {Audience.INTERNAL: 0, Audience.EMPLOYEES: 1, Audience.CUSTOMERS: 2, Audience.ORGANISATION: 0}
_LOOK_AGAIN = """
INSERT INTO knowledge_meaning AS kept
       (article_id, model, digest, whole, passages, reach, revision, understood, is_counted, stamp)
SELECT unnest(%s::bigint[]), '', '', '', '', 0, 1, 0, false, 0
ON CONFLICT (article_id) DO UPDATE SET revision = kept.revision + 1, is_counted = false
"""
_COUNT = """
WITH counted AS (
    SELECT word AS stem, ndoc AS articles
      FROM ts_stat('SELECT words FROM knowledge_article WHERE state IN (''published'', ''revising'')')
     WHERE length(word) <= 80
     UNION ALL
    SELECT '', count(*) FROM knowledge_article WHERE state IN ('published', 'revising')
), gone AS (
    DELETE FROM knowledge_word w WHERE NOT EXISTS (SELECT FROM counted c WHERE c.stem = w.stem)
)
INSERT INTO knowledge_word AS known (stem, articles) SELECT stem, articles FROM counted
ON CONFLICT (stem) DO UPDATE SET articles = excluded.articles WHERE known.articles <> excluded.articles
"""


def look_again(articles: Iterable[int]) -> None:
    """Have these articles understood anew, inside the verb that changed them."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_AGAIN, [list(articles)])


def understand_due() -> int:
    """Understand articles that have changed. Returns how many were due; none without a sentence model.

    One process at a time, so that stamps grow in the order of commits. If it dies here, they are still due.
    """
    if not meaning.is_available():
        return 0
    with locks.only_one("knowledge.understand") as is_mine:
        if not is_mine:
            return 0
        rows = Meaning.objects.filter(understood__lt=F("revision")).order_by("article")[:BATCH]
        due = list(rows.values_list("article", "revision", "digest", "model"))
        articles = Article.objects.in_bulk([pk for pk, *_kept in due])
        for pk, revision, digest, model in due:
            _understand(articles[pk], revision, digest if model == meaning.NAME else "")
    return len(due)


def count_words() -> int:
    """Write the lexicon anew when an article has changed: in how many published ones each stem occurs.

    Returns how many stems changed. Some seconds for a hundred thousand articles; searches meanwhile read the old one.
    """
    if not Meaning.objects.filter(is_counted=False).update(is_counted=True):
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT)
        return int(cursor.rowcount)


def _understand(article: Article, revision: int, digest: str) -> None:
    """Read an article again where its words are others, and note for whom it is."""
    is_read = article.is_live and article.language == meaning.LANGUAGE
    texts = rules.meanings(article.title, article.body, MOST_TEXTS) if is_read else []
    said = hashlib.sha256("\0".join(texts).encode()).hexdigest()
    values: dict[str, Any] = {"reach": REACH[Audience(article.audience)], "organisation": article.organisation_id}
    if said != digest:
        rows = meaning.vectors(texts) if texts else None
        values |= {
            "model": meaning.NAME, "digest": said,
            "passages": b"" if rows is None else meaning.to_bytes(rows),
            "whole": b"" if rows is None else meaning.to_bytes(rows.sum(axis=0)),
        }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('knowledge_stamp')")
        stamp = cursor.fetchone()[0]
    Meaning.objects.filter(pk=article.pk).update(understood=revision, stamp=stamp, **values)
