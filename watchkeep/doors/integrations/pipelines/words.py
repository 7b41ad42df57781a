"""Fields as providers tell them: texts without what no text has, instants of every spelling, parts within parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Said = Mapping[str, Any]
LONGEST = 300
_APART = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)|\s+UTC$")
_NOTHING: Said = {}


class Unreadable(Exception):  # noqa: N818  # like Refused: the field's word
    """It cannot be read, and this is why."""


def text(value: object, most: int = LONGEST) -> str:
    """A name or number as one line of text; nothing for what is neither."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value)[: 4 * most].replace("\0", " ").split())[:most]


def first(*values: object, most: int = LONGEST) -> str:
    """The first that says anything."""
    return next((said for one in values if (said := text(one, most))), "")


def within(said: object, *names: str) -> Said:
    """The part within the part; an empty one where there is none."""
    for name in names:
        said = said.get(name) if isinstance(said, Mapping) else None
    return said if isinstance(said, Mapping) else _NOTHING


def several(value: object) -> list[Said]:
    """The parts of a list."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def instant(value: object) -> datetime | None:
    """When that was: ISO 8601, GitLab's spelling of it, or seconds or milliseconds since 1970. None when not said."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        plain = _APART.sub(lambda found: "Z" if "UTC" in found[0] else "", text(value, 40))
        at = datetime.fromisoformat(plain)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def mentions(*values: object) -> str:
    """Where the number of a change may stand: titles, branches, messages, each on a line."""
    return "\n".join(said for one in values if (said := text(one, 500)))[:2000]


def need(said: str, name: str) -> str:
    """What must be said. Raises Unreadable."""
    if not said:
        raise Unreadable(f"“{name}” is missing.")
    return said
