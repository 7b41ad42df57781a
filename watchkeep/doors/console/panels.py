"""What a feature adds to the incident room: its ``panels`` module holds ``PANELS``, found rather than listed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from watchkeep.doors.console import features
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents.models import Incident

Place = Literal["notice", "main", "aside"]


@dataclass(frozen=True)
class Panel:
    """A part of the room: where it stands, what it knows, and the template that draws it.

    ``gather`` reads in a constant number of queries, and answers None when there is nothing to show. The template gets
    what it answers as ``panel``, beside ``incident`` and ``ticket``; what changes while people watch carries a topic.
    """

    place: Place
    order: int
    template: str
    gather: Callable[[Incident, Actor], Any]


@dataclass(frozen=True)
class Drawn:
    """A panel with what it shows now."""

    template: str
    panel: Any


@cache
def every() -> tuple[Panel, ...]:
    """All panels, in order."""
    found: Iterable[Panel] = (panel for module in features.modules("panels") for panel in module.PANELS)
    return tuple(sorted(found, key=lambda panel: panel.order))


def gather(incident: Incident, actor: Actor) -> Mapping[Place, list[Drawn]]:
    """What the room shows of the features, by place."""
    drawn: dict[Place, list[Drawn]] = {"notice": [], "main": [], "aside": []}
    for panel in every():
        if (shown := panel.gather(incident, actor)) is not None:
            drawn[panel.place].append(Drawn(panel.template, shown))
    return drawn
