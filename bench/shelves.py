"""Made-up articles by the hundred thousand, written in a few statements."""

import numpy as np
from django.db import connection

from watchkeep.kernel import meaning

WORDS, A_TEXT, A_TITLE, PASSAGES, BATCH = 60_000, 300, 7, 12, 2000
_ARTICLES = """
INSERT INTO knowledge_article (number, kind, language, state, audience, title, summary, body, plain, headings,
       size, severities, tags, source, source_key, latest, published, created_at, updated_at, published_at, review_days,
       nudges, incidents, stale_reason, retire_reason, views, used, helpful, unhelpful)
SELECT 'KB-' || nextval('number_kb'), 'howto', 'en', 'published',
       (ARRAY['internal', 'employees', 'customers'])[1 + n %% 3], title, '', text, text, '',
       300, '{}', ARRAY['tag' || n %% 50], '', '', 1, 1, now(), now(), now(), 365,
       0, 0, '', '', 0, 0, 0, 0
  FROM unnest(%s::int[], %s::text[], %s::text[]) AS made (n, title, text)
RETURNING id
"""
_MEANINGS = """
INSERT INTO knowledge_meaning
       (article_id, model, digest, whole, passages, reach, revision, understood, is_counted, stamp)
SELECT id, %s, '', whole, passages, id %% 3, 1, 1, false, nextval('knowledge_stamp')
  FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[]) AS made (id, whole, passages)
"""


def fill(count: int) -> None:
    """Make up articles until there are so many. Words follow Zipf's law, as those of languages do."""
    chance = np.random.default_rng(7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM knowledge_article")
        have = cursor.fetchone()[0]
        for first in range(have, count, BATCH):
            many = min(BATCH, count - first)
            texts = [_text(row) for row in chance.zipf(1.2, (many, A_TEXT))]
            titles = [_text(row).capitalize() for row in chance.zipf(1.2, (many, A_TITLE))]
            cursor.execute(_ARTICLES, [list(range(first, first + many)), titles, texts])
            ids = [pk for (pk,) in cursor.fetchall()]
            vectors = chance.normal(size=(many, PASSAGES, meaning.DIMENSIONS)).astype(np.float32)
            wholes = [meaning.to_bytes(one.sum(axis=0)) for one in vectors]
            cursor.execute(_MEANINGS, [meaning.NAME, ids, wholes, [meaning.to_bytes(one) for one in vectors]])
        cursor.execute("VACUUM ANALYZE knowledge_article, knowledge_meaning")


def word(number: int) -> str:
    """A word by how common it is: 1 is the commonest."""
    letters = "etaoinshrdlu"
    found = ""
    while number:
        number, rest = divmod(number, len(letters))
        found += letters[rest]
    return f"{found}que"


def _text(row: np.ndarray) -> str:
    return " ".join(word(int(number) % WORDS + 1) for number in row)
