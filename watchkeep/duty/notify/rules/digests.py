"""The one message that tells many things that could wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

MOST = 50
"""How many things a digest names; it counts the others."""


@dataclass(frozen=True)
class Item:
    """One thing that was gathered."""

    subject: str
    link: str


def subject(many: int) -> str:
    """The subject line."""
    return ngettext("%(n)d thing that could wait", "%(n)d things that could wait", many) % {"n": many}


def body(items: Sequence[Item], many: int) -> str:
    """One paragraph a thing, the oldest first, with its address; then how many more there are."""
    told = [f"{item.subject}\n{item.link}".strip() for item in items[:MOST]]
    if (rest := many - len(told)) > 0:
        told.append(ngettext("And %(n)d more.", "And %(n)d more.", rest) % {"n": rest})
    return "\n\n".join(told)
