"""What hangs on items, now or as it was: walked breadth first, no deeper and no further than can be read.

PostgreSQL walks: UNION forgets what it saw at the same depth, the cap on depth ends circles, and a bound on what is
taken from each item and in all ends hubs. Each step looks into an index of open relations for one item, so that the
cost is that of what is shown, not of the estate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from watchkeep.estate.assets.models import MEANINGS, Relation

DEEPEST, MOST = 6, 2000
"""How many relations in a row are followed, and how many items are walked to."""
FOLD = DEEPEST + 1
"""An item in a circle is met at every depth."""

_HURT = [kind for kind, meaning in MEANINGS.items() if not meaning.hurts_the_other]
_TURNED = [kind for kind, meaning in MEANINGS.items() if meaning.hurts_the_other]
_WALK = """
WITH RECURSIVE reach(id, depth) AS (
    SELECT unnest(%(start)s::bigint[]), 0
    UNION
    SELECT next.id, reach.depth + 1
      FROM reach CROSS JOIN LATERAL (
           (SELECT r.{far} AS id FROM assets_relation r
             WHERE r.{near} = reach.id AND r.kind = ANY(%(straight)s) AND {held} LIMIT %(most)s)
           UNION ALL
           (SELECT r.{near} FROM assets_relation r
             WHERE r.{far} = reach.id AND r.kind = ANY(%(turned)s) AND {held} LIMIT %(most)s)
      ) next
     WHERE reach.depth < %(deepest)s
)
SELECT id, depth FROM reach LIMIT %(rows)s
"""
_NOW, _THEN = "r.until IS NULL", "r.since <= %(at)s AND (r.until IS NULL OR r.until > %(at)s)"


@dataclass(frozen=True)
class Edge:
    """One relation among items that were reached."""

    pk: int
    near: int
    kind: str
    far: int

    @property
    def hit(self) -> int:
        """The end that is hurt when the other one fails."""
        return self.far if MEANINGS[self.kind].hurts_the_other else self.near

    @property
    def cause(self) -> int:
        """The end whose failure hurts."""
        return self.near if MEANINGS[self.kind].hurts_the_other else self.far


@dataclass(frozen=True)
class Reach:
    """Items that were reached, with how far away each is. ``is_cut``: there are more."""

    depths: Mapping[int, int]
    is_cut: bool = False
    start: frozenset[int] = field(default_factory=frozenset)

    @property
    def others(self) -> list[int]:
        """What was reached besides where it began, the nearest first."""
        return [pk for pk in sorted(self.depths, key=lambda pk: (self.depths[pk], pk)) if pk not in self.start]

    def paths(self, edges: Sequence[Edge], *, upwards: bool) -> dict[int, list[int]]:
        """For each item one shortest way to it, from where it began; both ends are part of it."""
        ways: dict[int, list[int]] = {pk: [pk] for pk in self.start}
        before: dict[int, list[int]] = {}
        for edge in edges:
            near, far = (edge.cause, edge.hit) if upwards else (edge.hit, edge.cause)
            before.setdefault(far, []).append(near)
        for pk in self.others:
            nearer = [one for one in before.get(pk, []) if one in ways and self.depths[one] == self.depths[pk] - 1]
            if nearer:
                ways[pk] = [*ways[min(nearer)], pk]
        return ways


def ways_of_failure() -> tuple[list[str], list[str]]:
    """Kinds of relation that hurt the one they begin at, and those that hurt the other one."""
    return list(_HURT), list(_TURNED)


def reach(
    items: Iterable[int], *, upwards: bool, at: datetime | None = None, deepest: int = DEEPEST, most: int = MOST
) -> Reach:
    """What is hit when these fail (upwards), or what they need (downwards); at an instant, as it was then."""
    start = frozenset(items)
    near, far = ("to_item_id", "from_item_id") if upwards else ("from_item_id", "to_item_id")
    rows = len(start) + most + 1
    asked: dict[str, Any] = {
        "start": [*start], "straight": _HURT, "turned": _TURNED, "deepest": min(deepest, DEEPEST), "most": most + 1,
        "rows": rows * FOLD, "at": at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WALK.format(near=near, far=far, held=_THEN if at else _NOW), asked)
        found = cursor.fetchall()
    depths: dict[int, int] = {}
    for pk, depth in found:
        if pk not in depths and len(depths) < rows - 1:
            depths[pk] = depth
    is_cut = len(found) == rows * FOLD or len({pk for pk, _depth in found}) >= rows
    return Reach(depths, is_cut, start)


def edges_among(items: Iterable[int], at: datetime | None = None, most: int = 3 * MOST) -> list[Edge]:
    """The relations that hold among these, or held then."""
    ids = [*items]
    rows = Relation.objects.held_at(at) if at else Relation.objects.open()
    inside = rows.filter(from_item__in=ids, to_item__in=ids).order_by("id")
    return [Edge(*one) for one in inside.values_list("pk", "from_item", "kind", "to_item")[:most]]
