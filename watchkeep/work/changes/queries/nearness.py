"""What stands on what on the map of items, from many ends at once. Circles end, and so do large maps."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import connection

from watchkeep.estate.assets import queries as assets

MOST_BELOW = 50_000
"""So many items below are walked to; of more it is said that not everything was seen."""

_DOWN = """
WITH RECURSIVE need(mark, item) AS (
    SELECT given.mark, coalesce(i.merged_into_id, i.id)
      FROM unnest(%(marks)s::bigint[], %(items)s::bigint[]) AS given(mark, item)
      JOIN assets_item i ON i.id = given.item
    UNION
    SELECT need.mark, coalesce(i.merged_into_id, i.id)
      FROM need CROSS JOIN LATERAL (
        SELECT need.item AS id UNION ALL SELECT m.id FROM assets_item m WHERE m.merged_into_id = need.item
      ) family CROSS JOIN LATERAL (
        (SELECT r.to_item_id AS id FROM assets_relation r
          WHERE r.from_item_id = family.id AND r.kind = ANY(%(straight)s) AND r.until IS NULL LIMIT %(most)s)
        UNION ALL
        (SELECT r.from_item_id FROM assets_relation r
          WHERE r.to_item_id = family.id AND r.kind = ANY(%(turned)s) AND r.until IS NULL LIMIT %(most)s)
      ) far JOIN assets_item i ON i.id = far.id
        LEFT JOIN assets_item home ON home.id = i.merged_into_id
     WHERE coalesce(home.is_active, i.is_active)
)
SELECT mark, item FROM need LIMIT %(most)s
"""


class Below(NamedTuple):
    """The items that something stands on, and whether there are more than were walked to."""

    items: set[int]
    is_cut: bool


class Hanging(NamedTuple):
    """The marks of what stands on something, and whether there is more than was walked to."""

    marks: set[int]
    is_cut: bool


def needed_by(items: Iterable[int]) -> Below:
    """Return the items that these stand on, however indirectly, and themselves."""
    found, is_cut = _down([(0, item) for item in items])
    return Below({item for _mark, item in found}, is_cut)


def hanging_on(items: Iterable[int], others: Mapping[int, Collection[int]]) -> Hanging:
    """Return the marks of those others of which some item stands on one of these, however indirectly."""
    wanted = assets.homes_of(items)
    found, is_cut = _down([(mark, one) for mark, some in others.items() for one in some])
    return Hanging({mark for mark, item in found if item in wanted}, is_cut)


def stood_on(items: Iterable[int]) -> dict[int, set[int]]:
    """Return, for each of these items, those that it stands on, however indirectly, and itself: as walked to."""
    found: dict[int, set[int]] = defaultdict(set)
    for mark, item in _down([(item, item) for item in items])[0]:
        found[mark].add(item)
    return found


def _down(starts: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], bool]:
    """What each mark stands on, and whether that is more than is walked to."""
    if not starts:
        return [], False
    straight, turned = assets.ways_of_failure()
    asked: dict[str, Any] = {
        "marks": [mark for mark, _item in starts], "items": [item for _mark, item in starts], "straight": straight,
        "turned": turned, "most": MOST_BELOW + 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DOWN, asked)
        found = cursor.fetchall()
    return found[:MOST_BELOW], len(found) > MOST_BELOW
