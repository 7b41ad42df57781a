"""A service among its neighbours, as a drawing: what needs it above, what it needs below."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from watchkeep.estate.services import queries
from watchkeep.estate.services.models import Dependency, Service
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket

Edges = list[tuple[int, int]]
WIDTH, HEIGHT, GAP_X, GAP_Y = 168, 40, 20, 52
AROUND = 150
MOST = 40
"""So many neighbours are drawn; more make no picture."""


@dataclass(frozen=True)
class Box:
    """A service in the drawing, by its upper left corner."""

    service: Service
    x: int
    y: int
    is_here: bool

    @property
    def middle(self) -> int:
        """Where lines meet it."""
        return self.x + WIDTH // 2


@dataclass(frozen=True)
class Map:
    """Boxes and the lines between them, ready to draw."""

    boxes: list[Box]
    lines: list[str]
    width: int
    height: int
    box_width: int = WIDTH
    box_height: int = HEIGHT


def around(service: Service) -> Map:
    """Lay out everything that depends on the service and everything that it depends on, level by level."""
    above, below = queries.distances([service.pk]), queries.distances([service.pk], upwards=False)
    near = [service.pk, *sorted({**above, **below}, key=lambda pk: {**above, **below}[pk])][:MOST]
    edges = list(Dependency.objects.filter(service__in=near, depends_on__in=near).values_list("service", "depends_on"))
    levels, rows = _levels(near, edges), defaultdict[int, list[Service]](list)
    for pk, one in Service.objects.in_bulk(near).items():
        rows[levels[pk]].append(one)
    boxes = _boxes(rows, service)
    width = max(box.x for box in boxes) + WIDTH + AROUND // 4
    return Map(
        boxes, _lines({box.service.pk: box for box in boxes}, edges), width, len(rows) * (HEIGHT + GAP_Y) - GAP_Y
    )


def open_incidents(actor: Actor) -> dict[int, int]:
    """Return how many incidents are open for each service that has any."""
    rows = Ticket.objects.visible_to(actor).incidents().open().filter(service__isnull=False).order_by()
    return dict(rows.values_list("service").annotate(Count("pk")))


def _boxes(rows: dict[int, list[Service]], here: Service) -> list[Box]:
    """Put each level on a line of its own, in the middle of the widest."""
    widest = max(len(row) for row in rows.values())
    boxes: list[Box] = []
    for depth, level in enumerate(sorted(rows)):
        row = sorted(rows[level], key=lambda one: (one.tier, one.name))
        start = (widest - len(row)) * (WIDTH + GAP_X) // 2
        places = range(start, start + len(row) * (WIDTH + GAP_X), WIDTH + GAP_X)
        boxes += [Box(one, x, depth * (HEIGHT + GAP_Y), one == here) for one, x in zip(row, places, strict=True)]
    return boxes


def _levels(near: list[int], edges: Edges) -> dict[int, int]:
    """Return how deep each stands: whoever needs something stands above it. There are no circles."""
    levels = dict.fromkeys(near, 0)
    for _round in near:
        for upper, lower in edges:
            levels[lower] = max(levels[lower], levels[upper] + 1)
    return levels


def _lines(boxes: dict[int, Box], edges: Edges) -> list[str]:
    """Return a curve from the foot of whoever needs to the head of what is needed."""
    return [_curve(boxes[upper], boxes[lower]) for upper, lower in edges]


def _curve(upper: Box, lower: Box) -> str:
    y1, y2 = upper.y + HEIGHT, lower.y
    bend = (y1 + y2) // 2
    if upper.middle == lower.middle and y2 - y1 > GAP_Y:  # around whatever stands between
        aside = upper.middle + AROUND
        return f"M{upper.middle} {y1}C{aside} {y1 + GAP_Y} {aside} {y2 - GAP_Y} {lower.middle} {y2}"
    return f"M{upper.middle} {y1}C{upper.middle} {bend} {lower.middle} {bend} {lower.middle} {y2}"
