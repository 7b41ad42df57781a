"""What was known at an instant: what is known now, with every later change undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def undone(now: Mapping[str, Any], later: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Undo changes, given as attribute and what it was before, the newest first."""
    was = dict(now)
    for attribute, before in later:
        if before is None:
            was.pop(attribute, None)
        else:
            was[attribute] = before
    return was
