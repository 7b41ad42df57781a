"""What stands on what on the map of items, from many ends at once. Circles end, and so do large maps."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from watchkeep.estate.assets import queries as assets

MOST_BELOW = 5000
"""So many items below are walked to; what lies beyond is not found."""

_DOWN = """
WITH RECURSIVE need(mark, item) AS (
    SELECT given.mark, coalesce(i.merged_into_id, i.id)
      FROM unnest(%(marks)s::bigint[], %(items)s::bigint[]) AS given(mark, item)
      JOIN assets_item i ON i.id = given.item
    UNION
    SELECT need.mark, home.id
      FROM need CROSS JOIN LATERAL (
        SELECT need.item AS id UNION ALL SELECT m.id FROM assets_item m WHERE m.merged_into_id = need.item
      ) family CROSS JOIN LATERAL (
        (SELECT r.to_item_id AS id FROM assets_relation r
          WHERE r.from_item_id = family.id AND r.kind = ANY(%(straight)s) AND r.until IS NULL LIMIT %(most)s)
        UNION ALL
        (SELECT r.from_item_id FROM assets_relation r
          WHERE r.to_item_id = family.id AND r.kind = ANY(%(turned)s) AND r.until IS NULL LIMIT %(most)s)
      ) far JOIN assets_item i ON i.id = far.id
        JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id) AND home.is_active
)
SELECT mark, item FROM need LIMIT %(most)s
"""


def needed_by(items: Iterable[int]) -> set[int]:
    """Return the items that these stand on, however indirectly, and themselves."""
    return {item for _mark, item in _down([(0, item) for item in items])}


def hanging_on(items: Iterable[int], others: Mapping[int, Iterable[int]]) -> set[int]:
    """Return the marks of those others of which some item stands on one of these, however indirectly."""
    wanted = assets.homes_of(items)
    return {
        mark for mark, item in _down([(mark, one) for mark, some in others.items() for one in some]) if item in wanted
    }


def _down(starts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if not starts:
        return []
    straight, turned = assets.ways_of_failure()
    asked: dict[str, Any] = {
        "marks": [mark for mark, _item in starts], "items": [item for _mark, item in starts], "straight": straight,
        "turned": turned, "most": MOST_BELOW,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DOWN, asked)
        return [(mark, item) for mark, item in cursor.fetchall()]
