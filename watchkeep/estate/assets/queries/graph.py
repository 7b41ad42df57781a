"""What hangs on items, now or as it was: walked breadth first, no deeper and no further than can be read.

PostgreSQL takes one step from all that was reached last, six at the most, so that what was met before is never looked
at again and circles end. A bound on what is taken from each item and in all ends hubs: each step looks into an index
of open relations for one item, so that the cost is that of what is shown, not of the estate. Who stands for others has
their relations, too; what is looked after no longer fails nobody and is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from watchkeep.estate.assets.models import GONE, MEANINGS, Item

DEEPEST, MOST = 6, 2000
"""How many relations in a row are followed, and how many items are walked to."""

_HURT = [kind for kind, meaning in MEANINGS.items() if not meaning.hurts_the_other]
_TURNED = [kind for kind, meaning in MEANINGS.items() if meaning.hurts_the_other]
_STEP = """
WITH family(id) AS (
    SELECT unnest(%(front)s::bigint[])
    UNION ALL
    SELECT id FROM assets_item WHERE merged_into_id = ANY(%(front)s)
)
SELECT DISTINCT next.id FROM family CROSS JOIN LATERAL (
    (SELECT home.id FROM assets_relation r JOIN assets_item i ON i.id = r.{far}
       JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id)
      WHERE r.{near} = family.id AND r.kind = ANY(%(straight)s) AND {held} AND {alive} LIMIT %(room)s)
    UNION ALL
    (SELECT home.id FROM assets_relation r JOIN assets_item i ON i.id = r.{near}
       JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id)
      WHERE r.{far} = family.id AND r.kind = ANY(%(turned)s) AND {held} AND {alive} LIMIT %(room)s)
) next LIMIT %(room)s
"""
_NOW = {"held": "r.until IS NULL", "alive": "home.is_active"}
_THEN = {
    "held": "r.since <= %(at)s AND (r.until IS NULL OR r.until > %(at)s)",
    "alive": """NOT coalesce((
        SELECT c.before #>> '{}' FROM assets_change c
         WHERE c.item_id = home.id AND c.attribute = 'state' AND c.at > %(at)s ORDER BY c.at, c.id LIMIT 1
    ), home.state) = ANY(%(gone)s)""",
}
_EDGES = """
WITH family(id, home) AS (
    SELECT id, id FROM unnest(%(ids)s::bigint[]) id
    UNION ALL
    SELECT id, merged_into_id FROM assets_item WHERE merged_into_id = ANY(%(ids)s)
)
SELECT min(r.id), one.home, r.kind, other.home
  FROM family one CROSS JOIN LATERAL (
       SELECT r.id, r.kind, r.to_item_id FROM assets_relation r WHERE r.from_item_id = one.id AND {held} OFFSET 0
  ) r JOIN family other ON other.id = r.to_item_id
 WHERE one.home <> other.home GROUP BY 2, 3, 4 ORDER BY 1 LIMIT %(most)s
"""


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
class Edges:
    """Relations among items. ``is_cut``: there are more."""

    rows: list[Edge]
    is_cut: bool = False


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
    """What is hit when these fail (upwards), or what they need (downwards); at an instant, as it was then.

    Who stands for whom is as it is now: they have always been one thing.
    """
    start = frozenset(items)
    depths, front = dict.fromkeys(start, 0), [*start]
    for depth in range(1, min(deepest, DEEPEST) + 1):
        room = most + len(start) - len(depths)
        found = [pk for pk in _step(front, upwards=upwards, at=at, room=room + len(depths) + 1) if pk not in depths]
        front = sorted(found)[:room]
        depths |= dict.fromkeys(front, depth)
        if len(found) > room:
            return Reach(depths, is_cut=True, start=start)
        if not front:
            break
    return Reach(depths, start=start)


def homes_of(items: Iterable[int]) -> set[int]:
    """The items that stand for these, which are mostly themselves."""
    rows = Item.objects.filter(pk__in=[*items]).values_list("pk", "merged_into")
    return {home or pk for pk, home in rows}


def edges_among(items: Iterable[int], at: datetime | None = None, most: int = 3 * MOST) -> Edges:
    """The relations that hold among these, or held then; those of what an item stands for are its own."""
    asked = {"ids": [*items], "at": at, "most": most + 1}
    with connection.cursor() as cursor:
        cursor.execute(_EDGES.format(held=(_THEN if at else _NOW)["held"]), asked)
        rows = [Edge(*one) for one in cursor.fetchall()]
    return Edges(rows[:most], is_cut=len(rows) > most)


def _step(front: Sequence[int], *, upwards: bool, at: datetime | None, room: int) -> list[int]:
    near, far = ("to_item_id", "from_item_id") if upwards else ("from_item_id", "to_item_id")
    asked: dict[str, Any] = {
        "front": front, "straight": _HURT, "turned": _TURNED, "at": at, "room": room, "gone": [*GONE],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STEP.format(near=near, far=far, **(_THEN if at else _NOW)), asked)
        return [pk for (pk,) in cursor.fetchall()]
