"""Understanding: what an article means, kept beside it for finding, and how common its words are."""

from collections.abc import Iterable

from django.db import connection, transaction

from watchkeep.estate.knowledge.models import Meaning

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
    Meaning.objects.bulk_create(
        (Meaning(article_id=pk) for pk in articles),
        update_conflicts=True, unique_fields=["article"], update_fields=["is_due", "is_counted"],
    )  # fmt: skip


@transaction.atomic
def count_words() -> int:
    """Write the lexicon anew when an article has changed: in how many published ones each stem occurs.

    Returns how many stems changed. Some seconds for a hundred thousand articles; searches meanwhile read the old one.
    """
    if not Meaning.objects.filter(is_counted=False).update(is_counted=True):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        return int(cursor.rowcount)
