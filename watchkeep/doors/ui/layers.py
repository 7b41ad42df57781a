"""Where the boxes of a layered drawing stand: what leads to what, layer after layer. Pure geometry.

Every tie goes from one layer to a later one (longest path to the end), ties that span several are led between the boxes
of those they cross, the order within a layer is by the mean place of the neighbours (Sugiyama, Tagawa and Toda, 1981),
and places come as near to the neighbours' as the boxes leave room (pool adjacent violators).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Node = int | tuple[int, int, int]
"""A box by its number; or where a long tie crosses a layer: from, to, layer."""
SWEEPS = 4
ROOM = 8
"""How much room a tie takes that goes between two boxes."""


@dataclass(frozen=True)
class Layout:
    """``layer`` of each box, ``start`` of its side along the layer, and the places through which each tie goes."""

    layer: Mapping[int, int]
    start: Mapping[int, float]
    ways: Mapping[tuple[int, int], Sequence[float]]
    layers: int
    breadth: float


def laid_out(sizes: Mapping[int, float], ties: Iterable[tuple[int, int]], gap: float) -> Layout:
    """Lay boxes out by their sizes along a layer. ``ties`` lead from earlier layers to later ones, without circles."""
    ties = [(first, last) for first, last in dict.fromkeys(ties) if first in sizes and last in sizes]
    layer = _layers(sizes, ties)
    rows, after, before = _rows(sizes, ties, layer)
    size = defaultdict[Node, float](lambda: float(ROOM))
    size.update({node: float(one) for node, one in sizes.items()})
    _order(rows, after, before)
    middle = _middles(rows, after, before, size, gap)
    least = min((middle[node] - size[node] / 2 for row in rows for node in row), default=0.0)
    middle = {node: at - least for node, at in middle.items()}
    return Layout(
        layer=layer,
        start={node: middle[node] - size[node] / 2 for node in sizes},
        ways={tie: [middle[node] for node in _way(tie, layer)] for tie in ties},
        layers=len(rows),
        breadth=max((middle[node] + size[node] / 2 for row in rows for node in row), default=0.0),
    )


def _layers(sizes: Iterable[int], ties: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The last layer holds what leads nowhere; everything else stands one before the first that it leads to."""
    height = dict.fromkeys(sizes, 0)
    for _round in height:
        moved = False
        for first, last in ties:
            if height[first] <= height[last]:
                height[first], moved = height[last] + 1, True
        if not moved:
            break
    top = max(height.values(), default=0)
    return {node: top - at for node, at in height.items()}


def _way(tie: tuple[int, int], layer: Mapping[int, int]) -> list[Node]:
    """A tie's two boxes, and where it crosses the layers between them."""
    first, last = tie
    return [first, *((first, last, at) for at in range(layer[first] + 1, layer[last])), last]


def _rows(
    sizes: Iterable[int], ties: Sequence[tuple[int, int]], layer: Mapping[int, int]
) -> tuple[list[list[Node]], dict[Node, list[Node]], dict[Node, list[Node]]]:
    rows: list[list[Node]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    after, before = defaultdict[Node, list[Node]](list), defaultdict[Node, list[Node]](list)
    for node in sizes:
        rows[layer[node]].append(node)
    for tie in ties:
        way = _way(tie, layer)
        for number, crossing in enumerate(way[1:-1], start=layer[tie[0]] + 1):
            rows[number].append(crossing)
        for here, there in pairwise(way):
            after[here].append(there)
            before[there].append(here)
    return rows, after, before


def _order(rows: list[list[Node]], after: Mapping[Node, list[Node]], before: Mapping[Node, list[Node]]) -> None:
    """Sort each layer by the mean place of its neighbours in the layer beside it, forth and back."""
    for _sweep in range(SWEEPS):
        for row, beside in zip(rows[-2::-1], rows[::-1], strict=False):
            _sort(row, beside, after)
        for row, beside in zip(rows[1:], rows, strict=False):
            _sort(row, beside, before)


def _sort(row: list[Node], beside: Sequence[Node], neighbours: Mapping[Node, list[Node]]) -> None:
    place = {node: number for number, node in enumerate(beside)}
    own = {node: number * len(beside) / len(row) for number, node in enumerate(row)}
    row.sort(key=lambda node: _mean([place[one] for one in neighbours.get(node, ())], own[node]))


def _middles(
    rows: Sequence[Sequence[Node]],
    after: Mapping[Node, list[Node]],
    before: Mapping[Node, list[Node]],
    size: Mapping[Node, float],
    gap: float,
) -> dict[Node, float]:
    """Where the middle of each box lies along its layer: as near as there is room to the mean of its neighbours."""
    middle: dict[Node, float] = {}
    for row in rows:
        end = 0.0
        for node in row:
            middle[node], end = end + size[node] / 2, end + size[node] + gap
    for sweep in range(2 * SWEEPS):
        neighbours = before if sweep % 2 else after
        for row in rows if sweep % 2 else rows[::-1]:
            wanted = [_mean([middle[one] for one in neighbours.get(node, ())], middle[node]) for node in row]
            apart = [0.0, *(size[one] / 2 + gap + size[two] / 2 for one, two in pairwise(row))]
            middle.update(zip(row, _spread(wanted, apart), strict=True))
    return middle


def _spread(wanted: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The places nearest to those wanted that keep this far apart, in order: neighbours that clash share their mean."""
    offsets, total = [], 0.0
    for distance in apart:
        total += distance
        offsets.append(total)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        pools.append((mean, count))
    flat = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
