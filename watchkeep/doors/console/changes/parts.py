"""What features add to the page of a change: a module ``change_parts`` holds ``PARTS``, found rather than listed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from watchkeep.doors.console import placing
from watchkeep.doors.console.placing import Drawn, Place, Placed
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change


@dataclass(frozen=True)
class ChangePart(Placed):
    """A part of the page: where it stands, what it knows, and the template that draws it.

    ``gather`` reads in a constant number of queries, and answers None when there is nothing to show. The template gets
    what it answers as ``part``, beside ``change`` and ``ticket``.
    """

    gather: Callable[[Change, Actor], Any]


@cache
def every() -> tuple[ChangePart, ...]:
    """All parts, in order."""
    return placing.every(ChangePart, "change_parts", "PARTS")


def gather(change: Change, actor: Actor) -> Mapping[Place, list[Drawn]]:
    """What the page shows of the features, by place."""
    return placing.drawn(every(), lambda part: part.gather(change, actor))
