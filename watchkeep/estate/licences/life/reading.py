"""Reading titles: those that are new or concerned by another rule, and counting where they are installed."""

from collections.abc import Sequence

from django.db import connection, transaction

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.models import Reading, Rule
from watchkeep.kernel import locks

BATCH = 2000
_NOTE = """
INSERT INTO licences_reading (title_id, edition, version)
SELECT DISTINCT title_id, '', '' FROM assets_installation WHERE item_id = ANY(%s) AND until IS NULL
ON CONFLICT (title_id) DO NOTHING
"""
_WRITE = """
UPDATE licences_reading r
   SET product_id = d.product, rule_id = d.rule, edition = d.edition, version = d.version, is_due = false
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
       AS d(title, product, rule, edition, version)
 WHERE r.title_id = d.title
"""
_COUNT = """
UPDATE licences_reading r SET installations = c.items
  FROM (SELECT d.title, count(DISTINCT i.item_id)::int AS items
          FROM unnest(%s::bigint[]) AS d (title)
          LEFT JOIN assets_installation i ON i.title_id = d.title AND i.until IS NULL
         GROUP BY d.title) c
 WHERE r.title_id = c.title AND r.installations <> c.items
"""
_TAKE = """
WITH taken AS (
    DELETE FROM assets_titlemoved WHERE id IN (
        SELECT id FROM assets_titlemoved ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING title_id
) SELECT DISTINCT title_id FROM taken ORDER BY title_id
"""
_CONCERNED = """
UPDATE licences_product p SET uses_due = true
  FROM (SELECT r.product_id FROM licences_reading r WHERE r.title_id = ANY(%s)
         UNION SELECT unnest(%s::bigint[])) c
 WHERE p.id = c.product_id AND p.is_counted AND NOT p.uses_due
"""
MOVES = 100_000


def note_titles_of(items: Sequence[int]) -> None:
    """Have the titles on these items read that nobody has seen before."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [list(items)])


@transaction.atomic
def read_due() -> int:
    """Read titles that are due. Returns how many; none while another process reads."""
    with locks.only_one("licences.read") as is_mine:
        if not is_mine:
            return 0
        found = Reading.objects.filter(is_due=True).order_by("title")[:BATCH]
        due = list(found.values_list("title", "title__name", "title__publisher", "title__version"))
        if due:
            _read(due)
    return len(due)


def count() -> int:
    """Count on how many items those titles are that came or went somewhere. Returns how many titles that were."""
    with locks.only_one("licences.count") as is_mine, connection.cursor() as cursor:
        if not is_mine:
            return 0
        cursor.execute(_TAKE, [MOVES])
        moved = [title for (title,) in cursor.fetchall()]
        if moved:
            cursor.execute(_COUNT, [moved])
    return len(moved)


def _read(due: Sequence[tuple[int, str, str, str]]) -> None:
    known = {rule.pk: rule for rule in Rule.objects.all()}
    reader = rules.Reader(rule.pattern for rule in known.values())
    rows = []
    for title, name, publisher, version in due:
        found = reader.read(name, publisher)
        rule = known[found.key] if found else None
        said = (rule.product_id, rule.pk, rule.edition) if rule else (None, None, "")
        rows.append((title, *said, rules.version_in(name, version)))
    with connection.cursor() as cursor:
        titles = [title for title, *_said in rows]
        cursor.execute(_CONCERNED, [titles, sorted({row[1] for row in rows if row[1]})])
        cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])
        cursor.execute(_COUNT, [titles])
