"""What a feature adds to the incident room: its ``panels`` module holds ``PANELS``, found rather than listed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from watchkeep.doors.console import placing
from watchkeep.doors.console.placing import Drawn, Place, Placed
from watchkeep.kernel import existing
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, Rows
from watchkeep.work.incidents.models import Incident


@dataclass(frozen=True)
class Panel(Placed):
    """A part of the room: where it stands, what it knows, and the template that draws it.

    ``gather`` reads in a constant number of queries, and answers None when there is nothing to show. It is told which
    of the rows in ``reads`` there are for this incident, and need not ask for the others. The template gets what it
    answers as ``panel``, beside ``incident`` and ``ticket``; what changes while people watch carries a topic.
    """

    gather: Callable[[Incident, Actor, Known], Any]
    reads: tuple[Rows, ...] = ()


@cache
def every() -> tuple[Panel, ...]:
    """All panels, in order."""
    return placing.every(Panel, "panels", "PANELS")


def known(incident: Incident, besides: Iterable[Rows] = ()) -> Known:
    """What there is for this incident of all that panels read, and of ``besides``: one query."""
    return existing.known([*besides, *(rows for panel in every() for rows in panel.reads)], incident.pk)


def gather(incident: Incident, actor: Actor, known: Known) -> Mapping[Place, list[Drawn]]:
    """What the room shows of the features, by place."""
    return placing.drawn(every(), lambda panel: panel.gather(incident, actor, known))
