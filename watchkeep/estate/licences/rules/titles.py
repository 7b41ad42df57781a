"""Reading titles: which rule fits the name that a source gives, which version it means, and what a correction teaches.

A pattern is a name in which ``*`` stands for anything, in any case, with single spaces. Of several rules that fit, the
one of a person counts before a bundled one, then the lower position, then the older one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 200
_VERSION = re.compile(r"\d+(?:\.\d+)*", re.ASCII)
_NUMBERED = re.compile(r"(?<![\w.-])v?(\d+(?:\.\d+)+|\d{1,4})(?![\w.-])", re.IGNORECASE | re.ASCII)
_NOISE = re.compile(
    r"\((?:[^()]*\b(?:x64|x86|32|64|bit|edition|[a-z]{2}[-_][a-z]{2}|user)\b[^()]*)\)|\b(?:x64|x86|amd64|arm64)\b"
    r"|\b(?:32|64)[- ]?bit\b|\b[a-z]{2}-[a-z]{2}\b",
    re.IGNORECASE | re.ASCII,
)


def squeezed(text: str) -> str:
    """A name in small letters, with single spaces."""
    return " ".join(text.split()).lower()


@dataclass(frozen=True)
class Pattern:
    """What a rule looks for. An empty ``publisher`` is any."""

    key: int
    name: str
    publisher: str = ""
    order: tuple[int, ...] = ()

    def matches(self, name: str, publisher: str) -> bool:
        """Whether it fits a squeezed name and publisher."""
        return _is_like(name, self.name) and (not self.publisher or _is_like(publisher, self.publisher))


class Reader:
    """All rules, so arranged that a title is held against few of them: those that begin with its first word."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_word: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in sorted(patterns, key=lambda one: one.order):
            self._by_word[_first_word(pattern.name)].append(pattern)

    def read(self, name: str, publisher: str) -> Pattern | None:
        """The rule by which a title is read; None where nobody knows it."""
        name, publisher = squeezed(name), squeezed(publisher)
        held = (*self._by_word.get(name.partition(" ")[0], ()), *self._by_word.get("", ()))
        fitting = [one for one in held if one.matches(name, publisher)]
        return min(fitting, key=lambda one: one.order, default=None)


def is_sound(pattern: str) -> bool:
    """Whether a pattern says something: at least two letters or digits, and few stars."""
    return len(re.findall(r"\w", pattern)) >= 2 and pattern.count("*") <= 5 and len(pattern) <= LONGEST


def fits(pattern: str, name: str) -> bool:
    """Whether a pattern fits a name."""
    return _is_like(squeezed(name), squeezed(pattern))


def version_in(name: str, version: str) -> str:
    """The version that a title means: what the source says, cut to four numbers; else the number in its name."""
    if found := _VERSION.search(version):
        return ".".join(found[0].split(".")[:4])[:60]
    named = _NUMBERED.search(name)
    return named[1][:60] if named else ""


def product_for(name: str) -> str:
    """What the product behind a title may be called: its name without version, language and architecture."""
    bare = _NUMBERED.sub(" ", _NOISE.sub(" ", " ".join(name.split())))
    bare = re.sub(r"\(\s*\)|\bversion\s*$", " ", bare, flags=re.IGNORECASE)
    return " ".join(bare.split()).strip(" -,") or " ".join(name.split())


def pattern_for(name: str) -> str:
    """The pattern that a correction of this title becomes: whatever begins like the product, and the product alone."""
    product = squeezed(product_for(name)).replace("*", "")
    known = squeezed(name)
    if known == product or not known.startswith(product):
        return known.replace("*", "")
    return f"{product}*"


def _first_word(pattern: str) -> str:
    """The first word of a pattern, where it is whole; empty where a star may begin within it."""
    word = pattern.partition(" ")[0]
    return "" if "*" in word else word


def _is_like(text: str, pattern: str) -> bool:
    """Whether a text is as a pattern says, in time that grows with its length alone."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == first
    *middle, last = rest
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True
