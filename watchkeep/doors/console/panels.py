"""What a feature adds to the incident room: its ``panels`` module holds ``PANELS``, found rather than listed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from watchkeep.doors.console import features
from watchkeep.kernel import existing
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, Rows
from watchkeep.work.incidents.models import Incident

Place = Literal["notice", "main", "aside"]


@dataclass(frozen=True)
class Panel:
    """A part of the room: where it stands, what it knows, and the template that draws it.

    ``gather`` reads in a constant number of queries, and answers None when there is nothing to show. It is told which
    of the rows in ``reads`` there are for this incident, and need not ask for the others. The template gets what it
    answers as ``panel``, beside ``incident`` and ``ticket``; what changes while people watch carries a topic.
    """

    place: Place
    order: int
    template: str
    gather: Callable[[Incident, Actor, Known], Any]
    reads: tuple[Rows, ...] = ()


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


def known(incident: Incident, besides: Iterable[Rows] = ()) -> Known:
    """What there is for this incident of all that panels read, and of ``besides``: one query."""
    return existing.known([*besides, *(rows for panel in every() for rows in panel.reads)], incident.pk)


def gather(incident: Incident, actor: Actor, known: Known) -> Mapping[Place, list[Drawn]]:
    """What the room shows of the features, by place."""
    drawn: dict[Place, list[Drawn]] = {"notice": [], "main": [], "aside": []}
    for panel in every():
        if (shown := panel.gather(incident, actor, known)) is not None:
            drawn[panel.place].append(Drawn(panel.template, shown))
    return drawn
