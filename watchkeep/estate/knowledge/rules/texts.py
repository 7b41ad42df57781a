"""The words of articles: cleaned, taken apart for finding, and compared."""

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused

LONGEST = 100_000
"""Characters in the text of an article."""
MOST_TAGS = 20
SENTENCE_WORDS, PASSAGE_WORDS = 25, 45
"""About how many words are understood at once, as a sentence by itself and as a passage under its title and heading.

A question is answered by a sentence; what the sentence is about often stands above it.
"""
_MOST_PLACES = 400
_SPACES = re.compile(r"\s+")
_TAG = re.compile(r"[\w][\w.:/-]{0,39}")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`~]{1,3}|^\s{0,3}(?:>|[-+*]|\d{1,3}[.)])\s+|\|", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A part of an article that is understood by itself, under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Change:
    """A line of a comparison: ``same``, ``added``, ``removed``, or ``gap`` where same lines are left out."""

    kind: str
    text: str


def clean_title(title: str) -> str:
    """A title on one line. Refused (field ``title``) when empty or beyond 200 characters."""
    title = _SPACES.sub(" ", title.replace("\x00", "")).strip()
    if not title:
        raise Refused(_("Give it a title."), field="title", code="missing")
    if len(title) > 200:
        raise Refused(_("A title has at most 200 characters."), field="title", code="too_long")
    return title


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Tags in lower case, sorted, each once. Refused (field ``tags``) for one that is no tag, or too many."""
    found = sorted({tag.strip().lower().removeprefix("#") for tag in tags if tag.strip()})
    for tag in found:
        if not _TAG.fullmatch(tag):
            raise Refused(_("“%(tag)s” is no tag: up to 40 letters, digits and .:/-_") % {"tag": tag}, field="tags")
    if len(found) > MOST_TAGS:
        raise Refused(_("At most %(most)s tags.") % {"most": MOST_TAGS}, field="tags")
    return found


def plain(markdown: str) -> str:
    """The words of a text without what marks them up; what a picture shows stays."""
    text = _LINK.sub(r"\1", _PICTURE.sub(r"\1", markdown))
    lines = (_HEADING.sub(r"\1", line) for line in text.splitlines() if not _FENCE.match(line))
    return re.sub(r"\n{3,}", "\n\n", _MARKS.sub("", "\n".join(lines))).strip()


def headings(markdown: str) -> str:
    """The headings of a text, one a line."""
    return "\n".join(plain(heading) for heading, _text in _sections(markdown) if heading)


def passages(title: str, markdown: str, words: int) -> list[Passage]:
    """The parts of an article, each of about so many words, cut between paragraphs where that is possible."""
    found: list[Passage] = []
    for heading, text in _sections(markdown):
        found += [Passage(plain(heading) or title, part) for part in _portions(plain(text), words)]
    return found or [Passage(title, title)]


def meanings(title: str, markdown: str, most: int) -> list[str]:
    """The texts whose meaning finds an article: its passages with what stands above them, and its sentences."""
    above = (dict.fromkeys((title, one.heading, one.text)) for one in passages(title, markdown, PASSAGE_WORDS))
    bare = (one.text for one in passages(title, markdown, SENTENCE_WORDS))
    return list(dict.fromkeys([*(". ".join(part) for part in above), *bare]))[:most]


def excerpt(text: str, words: Iterable[str], width: int = 220) -> str:
    """A piece of the text around the place in which most of these words stand, which are in lower case."""
    flat = _SPACES.sub(" ", text).strip()
    if len(flat) <= width:
        return flat
    any_word = "|".join(re.escape(word) for word in sorted(words)) or "(?!)"
    places = [found.start() for found in islice(re.finditer(rf"\b(?:{any_word})", flat.lower()), _MOST_PLACES)]
    best = max(places, key=lambda at: bisect_left(places, at + width - 40) - bisect_left(places, at), default=0)
    start = max(0, flat.rfind(" ", 0, max(best - 40, 0)) + 1) if best > 40 else 0
    end = flat.rfind(" ", start, start + width)
    end = end if end > start else start + width
    return f"{'… ' if start else ''}{flat[start:end]}{' …' if end < len(flat) else ''}"


def differences(before: str, after: str, around: int = 3) -> list[Change]:
    """What changed from one text to another, line by line, with a few same lines around each change."""
    changes: list[Change] = []
    old, new = before.splitlines(), after.splitlines()
    for number, group in enumerate(difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around)):
        if number:
            changes.append(Change("gap", ""))
        for what, a, b, c, d in group:
            if what == "equal":
                changes += [Change("same", line) for line in old[a:b]]
            else:
                changes += [Change("removed", line) for line in old[a:b]] + [Change("added", line) for line in new[c:d]]
    return changes


def _sections(markdown: str) -> Iterator[tuple[str, str]]:
    """Each heading with the text under it; the text before the first one has none."""
    heading, lines, is_code = "", list[str](), False
    for line in markdown.splitlines():
        is_code ^= bool(_FENCE.match(line))
        if not is_code and (found := _HEADING.match(line)):
            yield heading, "\n".join(lines)
            heading, lines = found[1], []
        else:
            lines.append(line)
    yield heading, "\n".join(lines)


def _portions(text: str, most: int) -> Iterator[str]:
    part: list[str] = []
    for paragraph in re.split(r"\n\s*\n|\n", text):
        words = paragraph.split()
        if part and len(part) + len(words) > most:
            yield " ".join(part)
            part = []
        while len(words) > most:
            yield " ".join(words[:most])
            words = words[most:]
        part += words
    if part:
        yield " ".join(part)
