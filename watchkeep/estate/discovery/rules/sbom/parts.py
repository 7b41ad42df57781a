"""What both kinds of documents come down to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from watchkeep.estate.discovery.models.found import Program


class Unreadable(Exception):  # noqa: N818  # like Refused: the field's word
    """It cannot be read, and this is why."""


@dataclass(frozen=True, slots=True)
class Part:
    """A component as a document names it: ``ref`` is what it is called there, ``within`` what holds it."""

    name: str = ""
    version: str = ""
    publisher: str = ""
    purl: str = ""
    cpe: str = ""
    ref: str = ""
    within: str = ""

    def program(self) -> Program:
        """As discovery calls it. The type of a package URL says which package manager knows it."""
        kind = self.purl.removeprefix("pkg:").partition("/")[0].lower() if self.purl.startswith("pkg:") else ""
        return Program(
            name=self.name[:200], publisher=self.publisher[:200], version=self.version[:120], manager=kind[:30],
            purl=self.purl[:600], cpe=self.cpe[:300],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bill:
    """A document: in which form it was, what it is about, what that consists of, and what brings what.

    ``edges``: a component and one that it brings along; None for what the document is about.
    """

    form: str
    subject: Part
    programs: tuple[Program, ...]
    edges: frozenset[tuple[Program | None, Program]] = frozenset()


Pairs = Iterable[tuple[str, str]]
"""What brings what, by their names in the document."""
Told = tuple[str, Part, Iterator[Part], Pairs]
"""The form, the subject, the components, and what brings what."""


def text(value: Any) -> str:
    """A value as text: without what no text has; nothing for what is none."""
    if not isinstance(value, str):
        return ""
    plain = value[:2000].strip()
    return plain if plain.isprintable() else "".join(one for one in plain if one.isprintable())


def objects(value: Any) -> list[dict[str, Any]]:
    """A list's objects; what is none is left out."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def named(value: Any, name: str) -> Any:
    """What lies under a name of an object; None where there is no object."""
    return value.get(name) if isinstance(value, dict) else None
