"""An item among what hangs on it and what it hangs on, as a drawing: now, or as it was.

What needs it stands above, services at the top; what it needs stands below. Many of one class as far away are one box
that opens, so that five hundred items can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.urls import reverse

from watchkeep.doors.ui import layers
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor

WIDTH, HEIGHT, GAP_X, GAP_Y = 172, 44, 18, 48
MOST = 500
"""So many items are shown each way."""
ALIKE = 6
"""More of one class as far away are one box."""
WORDS = 22


@dataclass(frozen=True)
class Place:
    """One item or service that was reached: how far, and by which way."""

    pk: int
    name: str
    beside: str
    icon: str
    distance: int
    way: tuple[str, ...] = ()
    is_service: bool = False


@dataclass(frozen=True)
class Box:
    """A box in the drawing, by its upper left corner: an item, a service, or many items."""

    node: int
    title: str
    beside: str
    icon: str
    x: int
    y: int
    is_here: bool = False
    is_service: bool = False
    many: str = ""
    address: str = ""

    @property
    def middle(self) -> int:
        """Where lines meet it."""
        return self.x + WIDTH // 2


@dataclass(frozen=True)
class Map:
    """Boxes and lines, ready to draw, and the same as lists."""

    boxes: list[Box]
    lines: list[str]
    width: int
    height: int
    above: list[Place]
    below: list[Place]
    services: list[Service]
    is_cut: bool
    box_width: int = WIDTH
    box_height: int = HEIGHT


@dataclass(frozen=True)
class _Around:
    """What was reached each way, and every item that has to do with it."""

    here: Item
    up: queries.Reach
    down: queries.Reach
    edges: Sequence[queries.Edge]
    items: Mapping[int, Item]
    services: Mapping[int, Service]
    carries: Mapping[int, Sequence[int]]

    def depth(self, pk: int) -> int:
        """How far above (less than nothing) or below it stands; services stand above their items."""
        return -self.up.depths[pk] if pk in self.up.depths else self.down.depths[pk]


def around(item: Item, actor: Actor, *, at: datetime | None = None, opened: Iterable[str] = ()) -> Map:
    """Look both ways and lay it out. ``opened``: groups that are shown item by item."""
    seen = _look(item, actor, at)
    group = _groups(seen, set(opened))
    laid, ties = _lay(seen, group)
    boxes = [_box(seen, node, group, laid) for node in laid.start]
    lines = [_line(laid.layer[upper], laid.ways[upper, lower]) for upper, lower in ties]
    above, below = _places(seen, seen.up, upwards=True), _places(seen, seen.down, upwards=False)
    height = laid.layers * (HEIGHT + GAP_Y) - GAP_Y
    is_cut = seen.up.is_cut or seen.down.is_cut
    return Map(boxes, lines, round(laid.breadth), height, above, below, [*seen.services.values()], is_cut)


def _look(item: Item, actor: Actor, at: datetime | None) -> _Around:
    up = queries.reach([item.pk], upwards=True, at=at, most=MOST)
    down = queries.reach([item.pk], upwards=False, at=at, most=MOST)
    edges = queries.edges_among({**up.depths, **down.depths}, at=at)
    items = Item.objects.select_related("cls").in_bulk({**down.depths, **up.depths})
    carries = services.directly_on(up.depths)
    found = Service.objects.visible_to(actor).active().in_bulk({one for many in carries.values() for one in many})
    return _Around(item, up, down, edges, items, found, carries)


def _groups(seen: _Around, opened: set[str]) -> dict[int, str]:
    """The group of each item that is drawn as one of many; its name says class and distance."""
    own = {pk: f"{one.cls.slug}.{seen.depth(pk)}" for pk, one in seen.items.items() if pk != seen.here.pk}
    counted = Counter(own.values())
    return {pk: name for pk, name in own.items() if counted[name] > ALIKE and name not in opened}


def _lay(seen: _Around, group: Mapping[int, str]) -> tuple[layers.Layout, list[tuple[int, int]]]:
    first = {name: pk for pk, name in reversed(list(group.items()))}
    stands_for = {pk: first[group[pk]] if pk in group else pk for pk in seen.items}
    ties = [(stands_for[a], stands_for[b]) for a, b in _downwards(seen)]
    ties += [
        (-service, stands_for[pk]) for pk, many in seen.carries.items() for service in many
        if service in seen.services and pk in stands_for
    ]  # fmt: skip
    nodes = dict.fromkeys([*(-pk for pk in seen.services), *stands_for.values()], WIDTH)
    ties = [tie for tie in dict.fromkeys(ties) if tie[0] != tie[1]]
    return layers.laid_out(nodes, ties, GAP_X), ties


def _downwards(seen: _Around) -> list[tuple[int, int]]:
    """Ties that lead from what is hit down to what it needs. Those that close a circle stand in the lists alone."""
    both = [(edge.hit, edge.cause) for edge in seen.edges if edge.hit in seen.items and edge.cause in seen.items]
    return [(hit, cause) for hit, cause in both if seen.depth(hit) < seen.depth(cause)]


def _box(seen: _Around, node: int, group: Mapping[int, str], laid: layers.Layout) -> Box:
    place: dict[str, Any] = {"node": node, "x": round(laid.start[node]), "y": laid.layer[node] * (HEIGHT + GAP_Y)}
    if node < 0:
        service = seen.services[-node]
        return Box(
            title=service.name,
            beside=service.get_tier_display(),
            icon="service",
            is_service=True,
            address=reverse("console:service", args=[service.slug]),
            **place,
        )
    item = seen.items[node]
    if node in group:
        count = Counter(group.values())[group[node]]
        return Box(title=f"{item.cls} ({count})", beside="", icon=item.cls.icon, many=group[node], **place)
    return Box(title=item.name, beside=str(item.cls), icon=item.cls.icon, is_here=item == seen.here, **place)


def _places(seen: _Around, found: queries.Reach, *, upwards: bool) -> list[Place]:
    ways = found.paths(seen.edges, upwards=upwards)
    return [
        Place(
            pk, seen.items[pk].name, str(seen.items[pk].cls), seen.items[pk].cls.icon, found.depths[pk],
            tuple(seen.items[one].name for one in ways.get(pk, [])[1:-1] if one in seen.items),
        )
        for pk in found.others if pk in seen.items
    ]  # fmt: skip


def _line(layer: int, way: Sequence[float]) -> str:
    """A curve from the foot of what needs to the head of what is needed, straight past the levels between."""
    path = f"M{way[0]:.0f} {layer * (HEIGHT + GAP_Y) + HEIGHT}"
    for number, (here, there) in enumerate(pairwise(way), start=layer + 1):
        top = number * (HEIGHT + GAP_Y)
        bend = top - GAP_Y // 2
        path += f"C{here:.0f} {bend} {there:.0f} {bend} {there:.0f} {top}"
        if number < layer + len(way) - 1:
            path += f"V{top + HEIGHT}"
    return path
