"""Differences: which of them are watched, and what several amount to. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from typing import Any, TypeVar

W = TypeVar("W")
MOST = 200
"""So many differences of one finding are kept one by one; what is beyond is counted."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """An attribute was one thing and became another, as a source saw at an instant (ISO 8601)."""

    attribute: str
    before: Any
    after: Any
    source: str
    at: str

    def kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return asdict(self)


def watched_by(line: Sequence[str], watches: Mapping[str, W]) -> W | None:
    """The watch of the nearest class."""
    return next((watches[path] for path in reversed(line) if path in watches), None)


def merged(found: Iterable[Difference]) -> list[Difference]:
    """Each attribute once, from what it was first to what it is last; what is as it was before has not changed."""
    kept: dict[str, Difference] = {}
    for one in sorted(found, key=lambda it: it.at):
        was = kept.get(one.attribute)
        if was is None:
            kept[one.attribute] = one
        else:
            kept[one.attribute] = Difference(
                attribute=one.attribute, before=was.before, after=one.after, source=one.source, at=was.at
            )
    return [one for one in kept.values() if one.before != one.after][:MOST]


def is_wanted(name: str, patterns: Sequence[str]) -> bool:
    """Whether a piece of software is watched."""
    return not patterns or any(fnmatch(name.lower(), pattern.lower()) for pattern in patterns)
