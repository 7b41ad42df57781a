"""An item among what hangs on it and what it hangs on, as a drawing: now, or as it was.

What needs it stands above, services at the top; what it needs stands below. Many of one class as far away are one box
that opens a dozen at a time, so that five hundred items can be read; what is looked for stands by itself, with its way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from watchkeep.doors.console.changes import marks
from watchkeep.doors.console.changes.marks import STRIP, Lines, Mark, Marks
from watchkeep.doors.ui import layers
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import Item
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor

WIDTH, HEIGHT, GAP_X, GAP_Y = 172, 44, 18, 48
MOST = 500
"""So many items are shown each way."""
ALIKE, BESIDE, SHOWN, FOUND = 6, 12, 12, 12
"""More of one class as far away are one box; where more boxes would stand beside each other, fewer are. Of a box that
is opened, and of what is looked for, so many are shown at once."""


@dataclass(frozen=True)
class Place:
    """One item or service that was reached: how far, and by which way."""

    pk: int
    number: str
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
    is_many: bool = False
    is_found: bool = False
    address: str = ""
    mark: Mark | None = None

    @property
    def middle(self) -> int:
        """Where lines meet it."""
        return self.x + WIDTH // 2

    @property
    def foot(self) -> int:
        """Where the mark begins that says what is under way on it."""
        return self.y + HEIGHT


@dataclass(frozen=True)
class Asked:
    """What the address of a map asks: words to look for, and from which on each opened box shows its items."""

    words: str = ""
    opened: Mapping[str, int] = field(default_factory=dict)
    at: str = ""

    @classmethod
    def of(cls, words: str, opened: Iterable[str], at: str = "") -> Asked:
        """Read from an address; what is no box opens nothing."""
        told = (one.rpartition(":") for one in opened)
        return cls(words, {name or rest: int(rest) if _is_number(rest) and name else 0 for name, _c, rest in told}, at)

    def means(self, name: str, number: str) -> bool:
        """Whether something is looked for."""
        return self.words.casefold() in name.casefold() or self.words.casefold() == number.casefold()

    def with_open(self, name: str, first: int) -> str:
        """The address in which this box is open, too."""
        return self._address({**self.opened, name: first})

    def without(self, name: str) -> str:
        """The address in which it is closed."""
        return self._address({one: first for one, first in self.opened.items() if one != name})

    def _address(self, opened: Mapping[str, int]) -> str:
        said = [("at", self.at), ("find", self.words)]
        boxes = [("open", f"{name}:{first}") for name, first in opened.items()]
        return f"?{urlencode([*((key, value) for key, value in said if value), *boxes])}#map"


@dataclass(frozen=True)
class Opened:
    """A box of many that is open: of which class, from which to which of how many, and the address that closes it."""

    title: str
    first: int
    last: int
    all: int
    close: str


@dataclass(frozen=True)
class Map:
    """Boxes and lines, ready to draw, and the same as lists."""

    boxes: list[Box]
    lines: list[tuple[str, bool]]
    """Each with whether it is on the way to what was looked for."""
    width: int
    height: int
    above: list[Place]
    below: list[Place]
    services: list[Service]
    is_cut: bool
    opened: list[Opened]
    found: list[Place]
    going: Lines
    box_width: int = WIDTH
    box_height: int = HEIGHT


@dataclass(frozen=True)
class _Around:
    """What was reached each way, and every item that has to do with it."""

    here: Item
    up: queries.Reach
    down: queries.Reach
    edges: queries.Edges
    items: Mapping[int, Item]
    services: Mapping[int, Service]
    carries: Mapping[int, Sequence[int]]

    def depth(self, pk: int) -> int:
        """How far above (less than nothing) or below it stands; services stand above their items."""
        return -self.up.depths[pk] if pk in self.up.depths else self.down.depths[pk]

    @cached_property
    def ways_up(self) -> dict[int, list[int]]:
        """A shortest way to each that hangs on it."""
        return self.up.paths(self.edges.rows, upwards=True)

    @cached_property
    def ways_down(self) -> dict[int, list[int]]:
        """A shortest way to each that it hangs on."""
        return self.down.paths(self.edges.rows, upwards=False)


@dataclass(frozen=True)
class _Boxes:
    """Which items are drawn as one of many, and by which address each such box opens."""

    group: Mapping[int, str]
    address: Mapping[str, str]
    opened: list[Opened]


def around(item: Item, actor: Actor, *, at: datetime | None = None, asked: Asked | None = None) -> Map:
    """Look both ways and lay it out."""
    seen, asked = _look(item, actor, at), asked or Asked()
    above, below = _places(seen, seen.up, upwards=True), _places(seen, seen.down, upwards=False)
    found = [one for one in (*above, *below) if asked.means(one.name, one.number)] if asked.words else []
    shown = {one.pk for one in found[:FOUND]}
    way = {pk for pk in shown for pk in _way_to(seen, pk)}
    boxes = _boxes(seen, asked, way)
    laid, ties = _lay(seen, boxes.group)
    going = Marks() if at else marks.on(seen.services, seen.items, actor)
    drawn = {node: _box(seen, node, boxes, _place(node, laid, shown), going) for node in laid.start}
    lines = [
        (
            _line(laid.layer[upper], laid.ways[upper, lower], STRIP if drawn[upper].mark else 0),
            {upper, lower} <= way,
        )
        for upper, lower in ties
    ]
    height = max(box.foot + (STRIP if box.mark else 0) for box in drawn.values())
    is_cut = seen.up.is_cut or seen.down.is_cut or seen.edges.is_cut
    return Map(
        [*drawn.values()], lines, round(laid.breadth), height, above, below, [*seen.services.values()], is_cut,
        boxes.opened, found, going.lines(*_names(seen)),
    )  # fmt: skip


def _look(item: Item, actor: Actor, at: datetime | None) -> _Around:
    up = queries.reach([item.pk], upwards=True, at=at, most=MOST)
    down = queries.reach([item.pk], upwards=False, at=at, most=MOST)
    edges = queries.edges_among({**up.depths, **down.depths}, at=at)
    items = Item.objects.select_related("cls").in_bulk({**down.depths, **up.depths})
    carries = services.directly_on(up.depths)
    found = Service.objects.visible_to(actor).active().in_bulk({one for many in carries.values() for one in many})
    return _Around(item, up, down, edges, items, found, carries)


def _names(seen: _Around) -> tuple[dict[int, str], dict[int, str]]:
    services, items = ({pk: one.name for pk, one in rows.items()} for rows in (seen.services, seen.items))
    return services, items


def _way_to(seen: _Around, pk: int) -> list[int]:
    """The items on a shortest way to this one, both ends among them."""
    for reach, ways in ((seen.up, seen.ways_up), (seen.down, seen.ways_down)):
        if pk in reach.depths and pk in ways:
            return ways[pk]
    return [pk]


def _boxes(seen: _Around, asked: Asked, alone: set[int]) -> _Boxes:
    """Many of a class as far away are one box; of one that is open a dozen stand by themselves."""
    group: dict[int, str] = {}
    address: dict[str, str] = {}
    opened: list[Opened] = []
    for name, members in _heaps(seen, alone | {seen.here.pk}).items():
        first = asked.opened.get(name)
        start = first if first is not None and first < len(members) else 0
        shown = members[start : start + SHOWN] if first is not None else []
        rest = [pk for pk in members if pk not in set(shown)]
        group |= dict.fromkeys(rest, name)
        address[name] = asked.with_open(name, (start + SHOWN) % (SHOWN * -(-len(members) // SHOWN)) if shown else 0)
        if shown:
            title = str(seen.items[members[0]].cls)
            last = start + len(shown)
            opened.append(Opened(title, start + 1, last, len(members), asked.without(name)))
    return _Boxes(group, address, opened)


def _heaps(seen: _Around, alone: set[int]) -> dict[str, list[int]]:
    """Items that are drawn as one box, in the order of their names; its name says class and distance."""
    levels: dict[int, dict[str, list[int]]] = {}
    for pk, one in seen.items.items():
        if pk not in alone:
            depth = seen.depth(pk)
            levels.setdefault(depth, {}).setdefault(f"{one.cls.slug}.{depth}", []).append(pk)
    heaps: dict[str, list[int]] = {}
    for classes in levels.values():
        wide = sum(len(members) for members in classes.values())
        for name, members in sorted(classes.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            if len(members) > ALIKE or (wide > BESIDE and len(members) > 1):
                heaps[name] = sorted(members, key=lambda pk: (seen.items[pk].name, pk))
                wide -= len(members) - 1
    return heaps


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
    both = [(edge.hit, edge.cause) for edge in seen.edges.rows if edge.hit in seen.items and edge.cause in seen.items]
    return [(hit, cause) for hit, cause in both if seen.depth(hit) < seen.depth(cause)]


def _box(seen: _Around, node: int, boxes: _Boxes, place: dict[str, Any], going: Marks) -> Box:
    if node < 0:
        service = seen.services[-node]
        return Box(
            title=service.name,
            beside=service.get_tier_display(),
            icon="service",
            is_service=True,
            address=reverse("console:service", args=[service.slug]),
            mark=going.of_service(-node),
            **place,
        )
    item = seen.items[node]
    if name := boxes.group.get(node):
        members = [pk for pk, one in boxes.group.items() if one == name]
        return Box(
            title=f"{item.cls} ({len(members)})",
            beside="",
            icon=item.cls.icon,
            is_many=True,
            address=boxes.address[name],
            mark=going.of_items(members),
            **place,
        )
    is_here, mark, at = item == seen.here, going.of_items([node]), reverse("console:item", args=[node])
    return Box(
        title=item.name, beside=str(item.cls), icon=item.cls.icon, address=at, is_here=is_here, mark=mark, **place
    )


def _place(node: int, laid: layers.Layout, shown: set[int]) -> dict[str, Any]:
    x, y = round(laid.start[node]), laid.layer[node] * (HEIGHT + GAP_Y)
    return {"node": node, "x": x, "y": y, "is_found": node in shown}


def _places(seen: _Around, found: queries.Reach, *, upwards: bool) -> list[Place]:
    ways = seen.ways_up if upwards else seen.ways_down
    return [
        Place(
            pk=pk,
            number=(one := seen.items[pk]).number,
            name=one.name,
            beside=str(one.cls),
            icon=one.cls.icon,
            distance=found.depths[pk],
            way=tuple(seen.items[way].name for way in ways.get(pk, [])[1:-1] if way in seen.items),
        )
        for pk in found.others
        if pk in seen.items
    ]


def _line(layer: int, way: Sequence[float], strip: int) -> str:
    """A curve from the foot of what needs to the head of what is needed, straight past the levels between."""
    path = f"M{way[0]:.0f} {layer * (HEIGHT + GAP_Y) + HEIGHT + strip}"
    for number, (here, there) in enumerate(pairwise(way), start=layer + 1):
        top = number * (HEIGHT + GAP_Y)
        bend = top - GAP_Y // 2
        path += f"C{here:.0f} {bend} {there:.0f} {bend} {there:.0f} {top}"
        if number < layer + len(way) - 1:
            path += f"V{top + HEIGHT}"
    return path


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
