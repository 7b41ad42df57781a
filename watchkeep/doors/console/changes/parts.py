"""What features add to the page of a change: a module ``change_parts`` holds ``PARTS``, found rather than listed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from watchkeep.doors.console import features
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change

Place = Literal["notice", "main", "aside"]


@dataclass(frozen=True)
class ChangePart:
    """A part of the page: where it stands, what it knows, and the template that draws it.

    ``gather`` reads in a constant number of queries, and answers None when there is nothing to show. The template gets
    what it answers as ``part``, beside ``change`` and ``ticket``.
    """

    place: Place
    order: int
    template: str
    gather: Callable[[Change, Actor], Any]


@dataclass(frozen=True)
class Drawn:
    """A part with what it shows now."""

    template: str
    part: Any


@cache
def every() -> tuple[ChangePart, ...]:
    """All parts, in order."""
    found: Iterable[ChangePart] = (part for module in features.modules("change_parts") for part in module.PARTS)
    return tuple(sorted(found, key=lambda part: part.order))


def gather(change: Change, actor: Actor) -> Mapping[Place, list[Drawn]]:
    """What the page shows of the features, by place."""
    drawn: dict[Place, list[Drawn]] = {"notice": [], "main": [], "aside": []}
    for part in every():
        if (shown := part.gather(change, actor)) is not None:
            drawn[part.place].append(Drawn(part.template, shown))
    return drawn
