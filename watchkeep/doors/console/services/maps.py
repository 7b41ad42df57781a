"""A service among its neighbours, as a drawing: what needs it above, what it needs below, and what goes on there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count

from watchkeep.doors.console.changes import marks
from watchkeep.doors.console.changes.marks import STRIP, Lines, Mark
from watchkeep.doors.ui import layers
from watchkeep.estate.services import queries
from watchkeep.estate.services.models import Dependency, Service
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.models import Ticket

WIDTH, HEIGHT, GAP_X, GAP_Y = 168, 40, 20, 52
MOST = 40
"""So many neighbours are drawn; more make no picture."""


@dataclass(frozen=True)
class Box:
    """A service in the drawing, by its upper left corner; ``mark`` says what is under way on it."""

    service: Service
    x: int
    y: int
    is_here: bool
    mark: Mark | None = None

    @property
    def middle(self) -> int:
        """Where lines meet it."""
        return self.x + WIDTH // 2

    @property
    def foot(self) -> int:
        """Where its mark begins."""
        return self.y + HEIGHT


@dataclass(frozen=True)
class Map:
    """Boxes and the lines between them, ready to draw; ``going`` is what is under way, as a list."""

    boxes: list[Box]
    lines: list[str]
    width: int
    height: int
    going: Lines
    box_width: int = WIDTH
    box_height: int = HEIGHT


def around(service: Service, actor: Actor) -> Map:
    """Lay out everything that depends on the service and everything that it depends on, level by level."""
    above, below = queries.distances([service.pk]), queries.distances([service.pk], upwards=False)
    near = [service.pk, *sorted({**above, **below}, key=lambda pk: {**above, **below}[pk])][:MOST]
    edges = list(Dependency.objects.filter(service__in=near, depends_on__in=near).values_list("service", "depends_on"))
    near_by = sorted(Service.objects.in_bulk(near).values(), key=lambda one: (one.tier, one.name))
    laid = layers.laid_out({one.pk: WIDTH for one in near_by}, edges, GAP_X)
    going = marks.on(near, (), actor)
    boxes = [
        Box(
            one, round(laid.start[one.pk]), laid.layer[one.pk] * (HEIGHT + GAP_Y), one == service,
            going.of_service(one.pk),
        )
        for one in near_by
    ]  # fmt: skip
    lines = [
        _line(laid.layer[upper], laid.ways[upper, lower], STRIP if upper in going.services else 0)
        for upper, lower in laid.ways
    ]
    height = max(box.foot + (STRIP if box.mark else 0) for box in boxes)
    return Map(boxes, lines, round(laid.breadth), height, going.lines({one.pk: one.name for one in near_by}, {}))


def open_incidents(actor: Actor) -> dict[int, int]:
    """Return how many incidents are open for each service that has any."""
    rows = Ticket.objects.visible_to(actor).incidents().open().filter(service__isnull=False).order_by()
    return dict(rows.values_list("service").annotate(Count("pk")))


def _line(layer: int, way: Sequence[float], strip: int) -> str:
    """A curve from the foot of whoever needs to the head of what is needed, straight past the levels between."""
    path = f"M{way[0]:.0f} {layer * (HEIGHT + GAP_Y) + HEIGHT + strip}"
    for number, (here, there) in enumerate(pairwise(way), start=layer + 1):
        top = number * (HEIGHT + GAP_Y)
        bend = top - GAP_Y // 2
        path += f"C{here:.0f} {bend} {there:.0f} {bend} {there:.0f} {top}"
        if number < layer + len(way) - 1:
            path += f"V{top + HEIGHT}"
    return path
