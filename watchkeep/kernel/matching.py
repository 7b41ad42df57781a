"""Label matchers as Alertmanager writes them: ``=``, ``!=``, ``=~`` and ``!~``; a missing label is empty.

Patterns match whole values and run in linear time (RE2), so that a label from outside cannot stall the fold.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from watchkeep.kernel.errors import Refused

_LINE = re.compile(
    r"""\s*(?P<label>[^\s=!~"',{}]+)\s*(?P<op>=~|!~|!=|=)\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^,"\n]*?))\s*(?:[,\n]|$)"""
)
MAX_MATCHERS = 30


@dataclass(frozen=True)
class Matcher:
    """One condition on one label."""

    label: str
    op: str
    value: str

    def fits(self, labels: Mapping[str, str]) -> bool:
        """Whether these labels meet the condition."""
        have = labels.get(self.label, "")
        match self.op:
            case "=":
                return have == self.value
            case "!=":
                return have != self.value
            case "=~":
                return _pattern(self.value).fullmatch(have) is not None
            case _:
                return _pattern(self.value).fullmatch(have) is None


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Matcher, ...]:
    """The matchers of a text, one a line or separated by commas.

    Raises Refused (field ``matchers``) naming what cannot be read.
    """
    body = text.strip().removeprefix("{").removesuffix("}").strip()
    found, position = [], 0
    while position < len(body):
        part = _LINE.match(body, position)
        if part is None:
            raise _refused(f'“{body[position : position + 40].strip()}” is not a matcher. Write label="value".')
        found.append(_matcher(part))
        position = _past_separators(body, part.end())
    if len(found) > MAX_MATCHERS:
        raise _refused(f"At most {MAX_MATCHERS} matchers.")
    return tuple(found)


def fit(matchers: tuple[Matcher, ...], labels: Mapping[str, str]) -> bool:
    """Whether all conditions hold; no condition holds always."""
    return all(matcher.fits(labels) for matcher in matchers)


def _matcher(part: "re.Match[str]") -> Matcher:
    quoted = part["quoted"]
    value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None and "~" not in part["op"] else quoted
    matcher = Matcher(part["label"], part["op"], part["bare"] if value is None else value)
    if "~" in matcher.op:
        _pattern(matcher.value)
    return matcher


def _past_separators(body: str, position: int) -> int:
    while position < len(body) and body[position] in ", \n\r\t":
        position += 1
    return position


@lru_cache(maxsize=512)
def _pattern(text: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(text, options)
    except re2.error as error:
        raise _refused(f"“{text[:40]}” is not a pattern: {_words(error)}.") from error


def _words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode() if isinstance(said, bytes) else str(said)


def _refused(message: str) -> Refused:
    return Refused(message, field="matchers")
