"""What can be typed into the search of the queue: words, phrases, and operators such as ``service:web``.

A question is read left to right; all of it must hold. ``-`` before a part turns it round, commas between values are
alternatives, and quotes keep a phrase, or words with a colon in them, together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.kernel.errors import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 20
"""How many parts a question has at most."""
_PART = re.compile(
    r"""(?P<minus>-)?(?:(?P<name>[A-Za-z_]+):(?!//)(?:"(?P<value>[^"]*)"?|(?P<values>[^\s"]*))
    |"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Operator:
    """One thing that can be asked, in words, with an example."""

    name: str
    words: str | _StrPromise
    example: str


@dataclass(frozen=True)
class Part:
    """A piece of a question: an operator with its values, or words when it has no name."""

    name: str
    values: tuple[str, ...]
    is_not: bool = False
    is_phrase: bool = False


OPERATORS: Mapping[str, Operator] = {
    one.name: one
    for one in (
        Operator("kind", gettext_lazy("Kind of ticket"), "kind:problem"),
        Operator("state", gettext_lazy("Where it stands; open and ended are whole groups"), "state:open"),
        Operator("is", gettext_lazy("open, ended, unassigned, mine, watched, major or drill"), "is:unassigned"),
        Operator("service", gettext_lazy("Service, by its short name or its name"), "service:web"),
        Operator("assignee", gettext_lazy("Who has it: me, nobody, a name or an address"), "assignee:me"),
        Operator("team", gettext_lazy("Whose team has it: mine, nobody or a name"), "team:mine"),
        Operator("requester", gettext_lazy("Who asked for it"), "requester:ines"),
        Operator("organisation", gettext_lazy("For which organisation"), "organisation:nordwind"),
        Operator("priority", gettext_lazy("1 to 5; below 3 is <3"), "priority:<=2"),
        Operator("severity", gettext_lazy("1 to 4"), "severity:1..2"),
        Operator("tag", gettext_lazy("With this tag"), "tag:vpn"),
        Operator("opened", gettext_lazy("When: >7d is longer ago than seven days, <7d within them"), "opened:>7d"),
        Operator("updated", gettext_lazy("When it last changed, in the same way"), "updated:<24h"),
        Operator("closed", gettext_lazy("When it was closed, by age or by day"), "closed:2026-01-01..2026-02-01"),
        Operator("cost", gettext_lazy("Cost of delay in euro a minute"), "cost:>100"),
    )
}  # fmt: skip


def parts(text: str) -> list[Part]:
    """The pieces of a question. Raises Refused (field ``q``) for an operator that there is none of."""
    found = []
    for piece in _PART.finditer(text.replace("\x00", "")):
        name, is_not = (piece["name"] or "").lower(), bool(piece["minus"])
        if name and name not in OPERATORS:
            raise _unknown(name, piece[0])
        if name:
            values = (piece["value"],) if piece["value"] is not None else tuple(piece["values"].split(","))
            found.append(Part(name, _given(name, values), is_not))
        elif piece["quoted"] is not None:
            found.append(Part("", (piece["quoted"],), is_not, is_phrase=True))
        else:
            found.append(Part("", (piece["bare"],), is_not))
    if len(found) > MOST:
        raise refused(_("At most %(most)s words and operators.") % {"most": MOST})
    return found


def refused(message: str) -> Refused:
    """A no to a question, that says what is wrong with it."""
    return Refused(message, field="q", code="not_understood")


def _given(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    given = tuple(value.strip() for value in values if value.strip())
    if not given:
        says = _("“%(name)s:” needs a value, such as %(example)s.")
        raise refused(says % {"name": name, "example": OPERATORS[name].example})
    return given


def _unknown(name: str, piece: str) -> Refused:
    says = _(
        'There is no “%(name)s:”. Known are %(known)s. To search for these words, put them in quotes: "%(piece)s".'
    )
    known = ", ".join(f"{one}:" for one in OPERATORS)
    return refused(says % {"name": name, "known": known, "piece": piece.replace('"', "")})
