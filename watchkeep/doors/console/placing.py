"""What features add to a page of another: where each part stands, in which order, and by which template it is drawn."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from watchkeep.doors.console import features

Place = Literal["notice", "main", "aside"]
P = TypeVar("P", bound="Placed")


@dataclass(frozen=True)
class Placed:
    """A part of a page."""

    place: Place
    order: int
    template: str


@dataclass(frozen=True)
class Drawn:
    """A part with what it shows now."""

    template: str
    shown: Any


def every(_sort: type[P], module: str, name: str) -> tuple[P, ...]:
    """All parts of a sort that a feature's ``module`` holds by that name, in order: found rather than listed."""
    found: Iterable[P] = (part for one in features.modules(module) for part in getattr(one, name))
    return tuple(sorted(found, key=lambda part: part.order))


def drawn(parts: Iterable[P], gather: Callable[[P], Any]) -> Mapping[Place, list[Drawn]]:
    """What the parts show, by place; what gathers nothing is left out."""
    found: dict[Place, list[Drawn]] = {"notice": [], "main": [], "aside": []}
    for part in parts:
        if (shown := gather(part)) is not None:
            found[part.place].append(Drawn(part.template, shown))
    return found
