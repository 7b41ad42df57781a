"""Files as tables: CSV with any delimiter, or the JSON of an API, in which what lies deeper has a dotted title."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from watchkeep.kernel import tables
from watchkeep.kernel.errors import Refused

MOST_ROWS, MOST_BYTES, MOST_COLUMNS, LONGEST_CELL, DEEPEST = 10_000, 20_000_000, 200, 4000, 6
_LISTS = ("results", "rows", "data")
"""Where an API puts its list: NetBox, Snipe-IT, GLPI."""


def decoded(raw: bytes) -> str:
    """The text of a file, whatever wrote it. Refused (field ``file``) when it is too large or no text."""
    return tables.decoded(raw, MOST_BYTES)


def table(text: str) -> tuple[list[str], list[list[str]]]:
    """Titles and lines. Refused (field ``file``) when it is no table or too large a one."""
    header, lines = _from_json(text) if text.lstrip()[:1] in {"{", "["} else _from_csv(text)
    if not header or not lines:
        raise _refused(_("There is nothing in it but titles."), "empty")
    if len(lines) > MOST_ROWS or len(header) > MOST_COLUMNS:
        words = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise _refused(_("At most %(rows)s lines and %(columns)s columns: hand it in in parts.") % words, "too_many")
    return header, lines


def rows(
    header: Sequence[str], lines: Sequence[Sequence[str]], mapping: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line by its number in the file, with what its cells say, by field. Empty cells say nothing."""
    places = [(header.index(title), field) for title, field in mapping.items() if title in header]
    for number, line in enumerate(lines, start=2):
        said: dict[str, str] = {}
        for at, field in places:
            if at < len(line) and (cell := plain(line[at])):
                said.setdefault(field, cell)
        yield number, said


def plain(cell: str) -> str:
    """A cell without what keeps a spreadsheet from taking it for a formula."""
    text = cell.strip()[:LONGEST_CELL]
    return text[1:] if text[:1] == "'" and text[1:2] in tables.FORMULA else text


def _from_csv(text: str) -> tuple[list[str], list[list[str]]]:
    lines = tables.lines_of(text, ",;\t|")
    return ([cell.strip() for cell in lines[0]], lines[1:]) if lines else ([], [])


def _from_json(text: str) -> tuple[list[str], list[list[str]]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(_("This is no JSON: %(why)s") % {"why": str(error)[:120]}, "invalid") from error
    if isinstance(whole, dict):
        whole = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), [whole])
    if not all(isinstance(one, dict) for one in whole):
        raise _refused(_("A list of objects is asked for."), "invalid")
    flat = [dict(_flat(one)) for one in whole]
    header = [*dict.fromkeys(title for one in flat for title in one)]
    return header, [[one.get(title, "") for title in header] for one in flat]


def _flat(value: Any, before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    match value:
        case dict() | list() if depth < DEEPEST:
            parts = value.items() if isinstance(value, dict) else enumerate(value[:20])
            for name, part in parts:
                yield from _flat(part, f"{before}.{name}" if before else str(name), depth + 1)
        case None | dict() | list():
            return
        case bool():
            yield before, str(value).lower()
        case _:
            yield before, str(value)


def _refused(message: str, code: str) -> Refused:
    return Refused(message, field="file", code=code)
