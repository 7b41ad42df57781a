"""What palette and search find: each feature's ``palette.py`` answers for its own records."""

from collections.abc import Iterable
from dataclasses import dataclass

from watchkeep.doors.console import features
from watchkeep.doors.ui.signs import Words
from watchkeep.kernel.actors import Actor


@dataclass(frozen=True)
class Find:
    """One record that fits the words."""

    label: str
    href: str
    icon: str
    hint: str = ""


@dataclass(frozen=True)
class Finds:
    """What one feature found, best first."""

    title: Words
    items: list[Find]


def everywhere(actor: Actor, words: str, size: int) -> list[Finds]:
    """Ask every feature. ``find(actor, words, size)`` of its ``palette.py`` answers with its ``TITLE``."""
    found: Iterable[Finds] = (
        Finds(palette.TITLE, palette.find(actor, words, size)) for palette in features.modules("palette")
    )
    return [finds for finds in found if finds.items]
