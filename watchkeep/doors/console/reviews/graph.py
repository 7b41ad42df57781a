"""The causes of a review as a drawing: what led to what, from left to right, with the incident at the end."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from watchkeep.doors.ui import layers
from watchkeep.doors.ui.signs import Words
from watchkeep.insight.reviews.models import Node, NodeKind
from watchkeep.insight.reviews.queries import Branch
from watchkeep.work.tickets.models import Ticket

WIDTH, GAP, BETWEEN = 160, 14, 32
LINE, PAD = 17, 10
LETTERS, MOST_LINES = 21, 4
THE_INCIDENT = 0
TONES = {NodeKind.FACTOR: "blue", NodeKind.CAUSE: "violet", NodeKind.CONTROL: "amber", NodeKind.GAP: "orange"}


@dataclass(frozen=True)
class Box:
    """Something that had a part in it, by its upper left corner; ``node`` is None for the incident itself."""

    node: Node | None
    label: Words
    title: str
    lines: list[tuple[int, str]]
    tone: str
    x: int
    y: int
    height: int

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + PAD + 2

    @property
    def label_y(self) -> int:
        """The line of its label."""
        return self.y + PAD + 9


@dataclass(frozen=True)
class Drawing:
    """Boxes and arrows, ready to draw."""

    boxes: list[Box]
    arrows: list[str]
    width: int
    height: int
    box_width: int = WIDTH


def drawing(tree: Sequence[Branch], ticket: Ticket) -> Drawing | None:
    """Draw the causes of a review; None while there are none."""
    nodes = {at.node.pk: at.node for at in tree}
    if not nodes:
        return None
    ties = {(edge.cause_id, edge.effect_id) for at in tree for edge in at.ties}
    ties |= {(at.node.pk, THE_INCIDENT) for at in tree if at.depth == 0}
    words = {pk: _wrapped(node.text) for pk, node in nodes.items()} | {THE_INCIDENT: _wrapped(ticket.title)}
    heights = {pk: 2 * PAD + LINE * (len(lines) + 1) for pk, lines in words.items()}
    laid = layers.laid_out(heights, sorted(ties), GAP)
    boxes = [
        _box(nodes.get(pk), ticket, words[pk], laid.layer[pk] * (WIDTH + BETWEEN), round(laid.start[pk]), heights[pk])
        for pk in heights
    ]
    arrows = [_arrow(laid.layer[first], laid.ways[first, last]) for first, last in laid.ways]
    return Drawing(boxes, arrows, laid.layers * (WIDTH + BETWEEN) - BETWEEN, round(laid.breadth))


def _box(  # noqa: PLR0913, PLR0917  # what is in it and where it stands
    node: Node | None, ticket: Ticket, words: list[str], x: int, y: int, height: int
) -> Box:
    lines = [(y + PAD + 9 + LINE * (number + 1), line) for number, line in enumerate(words)]
    if node is None:
        return Box(None, ticket.number, ticket.title, lines, "red", x, y, height)
    return Box(node, node.get_kind_display(), node.text, lines, TONES[NodeKind(node.kind)], x, y, height)


def _arrow(layer: int, way: Sequence[float]) -> str:
    """A line from the right side of one box to the left side of another, straight where it crosses a layer between."""
    path = f"M{layer * (WIDTH + BETWEEN) + WIDTH} {way[0]:.0f}"
    for number, (here, there) in enumerate(pairwise(way), start=layer + 1):
        left = number * (WIDTH + BETWEEN)
        middle, is_last = left - BETWEEN // 2, number == layer + len(way) - 1
        path += f"C{middle} {here:.0f} {middle} {there:.0f} {left - 2 * is_last} {there:.0f}"
        if not is_last:
            path += f"H{left + WIDTH}"
    return path


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, LETTERS, max_lines=MOST_LINES, placeholder=" …")
