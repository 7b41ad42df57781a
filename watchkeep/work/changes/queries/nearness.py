"""What stands on what on the map of items, from many ends at once. Circles end, and so do large maps."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import connection

from watchkeep.estate.assets import queries as assets

MOST_BELOW = 50_000
"""So many items below are walked to; of more it is said that not everything was seen."""
MOST_ABOVE = 500
"""So many items above are walked to; where there are more, the others are looked at from where they are."""

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

_ABOVE = """
WITH RECURSIVE above(item) AS (
    SELECT coalesce(i.merged_into_id, i.id) FROM assets_item i WHERE i.id = ANY(%(items)s)
    UNION
    SELECT coalesce(i.merged_into_id, i.id)
      FROM above JOIN assets_item own ON own.id = above.item AND own.is_active CROSS JOIN LATERAL (
        SELECT above.item AS id UNION ALL SELECT m.id FROM assets_item m WHERE m.merged_into_id = above.item
      ) family CROSS JOIN LATERAL (
        (SELECT r.from_item_id AS id FROM assets_relation r
          WHERE r.to_item_id = family.id AND r.kind = ANY(%(straight)s) AND r.until IS NULL LIMIT %(most)s)
        UNION ALL
        (SELECT r.to_item_id FROM assets_relation r
          WHERE r.from_item_id = family.id AND r.kind = ANY(%(turned)s) AND r.until IS NULL LIMIT %(most)s)
      ) far JOIN assets_item i ON i.id = far.id
), met AS MATERIALIZED (SELECT item FROM above LIMIT %(most)s)
SELECT array(SELECT item FROM met), array(SELECT m.id FROM met JOIN assets_item m ON m.merged_into_id = met.item)
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
    """Return the marks of those others of which some item stands on one of these, however indirectly.

    Where little hangs on these it is walked to, and nothing is left out; else what each of the others stands on.
    """
    wanted = [*items]
    above = _above(wanted) if others else set()
    if above is not None:
        return Hanging({mark for mark, some in others.items() if not above.isdisjoint(some)}, is_cut=False)
    homes = assets.homes_of(wanted)
    found, is_cut = _down([(mark, one) for mark, some in others.items() for one in some])
    return Hanging({mark for mark, item in found if item in homes}, is_cut)


def stood_on(items: Iterable[int]) -> dict[int, set[int]]:
    """Return, for each of these items, those that it stands on, however indirectly, and itself: as walked to."""
    found: dict[int, set[int]] = defaultdict(set)
    for mark, item in _down([(item, item) for item in items])[0]:
        found[mark].add(item)
    return found


def _above(items: list[int]) -> set[int] | None:
    """What hangs on these and themselves, and whatever these stand for; None where that is too much to walk to."""
    straight, turned = assets.ways_of_failure()
    asked: dict[str, Any] = {"items": items, "straight": straight, "turned": turned, "most": MOST_ABOVE + 1}
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, asked)
        found, merged = cursor.fetchone()
    return None if len(found) > MOST_ABOVE else {*found, *merged}


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
