"""Hints for words that put blame on somebody. Only hints: nobody is kept from writing what they mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Hint:
    """What stands there, why it does not help, and what to write in its place."""

    found: str
    why: "str | _StrPromise"
    instead: "str | _StrPromise"


_HINDSIGHT = (
    _("It judges with what was only known afterwards."),
    _("Write what was known at that moment, and what made the decision look right."),
)
_LABEL = (
    _("It names a person's quality, which nobody can change by an action."),
    _("Write what was hard to see, easy to mix up, or missing."),
)
_HUMAN = (
    _("It ends the search where it should begin: people err everywhere, all the time."),
    _("Write what made the slip possible, and what could have caught it."),
)
_RULE = (
    _("Not following a rule has reasons: perhaps it was unknown, unclear or did not fit."),
    _("Write how the work is really done, and why."),
)
_BLAME = (
    _("It ties a person to the fault."),
    _("Write the role and what happened: “the deployment was started while …”."),
)
_PATTERNS = (
    (r"\b(?:should(?:n['\u2019]t| not)? have|ought to have|could have (?:easily|simply)|needed to have)\b", _HINDSIGHT),
    (r"\b(?:obviously|clearly should|of course should)\b", _HINDSIGHT),
    (r"\b(?:careless(?:ly|ness)?|negligen(?:t|ce|tly)|sloppy|stupid(?:ly)?|incompeten(?:t|ce)|lazy|reckless(?:ly)?)\b",
     _LABEL),
    (r"\b(?:didn['\u2019]t (?:bother|care)|not paying attention|inattentive)\b", _LABEL),
    (r"\b(?:human error|user error|operator error|pilot error|finger trouble)\b", _HUMAN),
    (r"\b(?:failed to follow|ignored the (?:process|procedure|runbook|rules?)|violated the)\b", _RULE),
    (r"\b(?:(?:is|was|are|were) to blame|at fault|(?:his|her|their) fault|whose fault)\b", _BLAME),
)  # fmt: skip
_VERBS = r"(?:forgot|broke|caused|failed|neglected|messed|ignored|overlooked|missed|screwed|ruined|killed)"


def hints(text: str, names: Iterable[str] = ()) -> list[Hint]:
    """What to think about before it is read by those whom it is about, in the order of the text."""
    found = [
        (match.start(), Hint(match.group(0), *words))
        for pattern, words in _PATTERNS
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    for name in _called(names):
        pattern = rf"\b{re.escape(name)}\b\W+(?:\w+\W+){{0,2}}?{_VERBS}\b"
        found += [(match.start(), Hint(match.group(0), *_BLAME)) for match in re.finditer(pattern, text, re.IGNORECASE)]
    return [hint for _start, hint in sorted(found, key=lambda pair: pair[0])]


def _called(names: Iterable[str]) -> set[str]:
    """Full names and first names, those of at least two letters."""
    return {part for name in names for part in (name, name.partition(" ")[0]) if len(part) > 1}
