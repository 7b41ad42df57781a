"""Files of lines: their text, their titles, which column is which, and what a cell says; and cells that do no harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused

MOST_ROWS, MOST_BYTES, MOST_COLUMNS, LONGEST_CELL = 5000, 2_000_000, 60, 1000
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet begins a formula."""


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (source: OWASP, “CSV Injection”)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def decoded(raw: bytes, most: int = MOST_BYTES) -> str:
    """The text of a file, whatever wrote it. Refused (field ``file``) when it is larger than ``most`` or no text."""
    if len(raw) > most:
        raise Refused(_("At most %(mb)s MB.") % {"mb": most // 10**6}, field="file", code="too_large")
    if b"\x00" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(_("This is no text."), field="file", code="type")
    for encoding in ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise Refused(_("This is no text."), field="file", code="type")


def table(text: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows. Refused (field ``file``) when it is no table or has too many rows."""
    lines = lines_of(text, ";,\t|")
    if len(lines) < 2:
        raise Refused(_("A file has a line of titles and at least one more."), field="file", code="empty")
    if len(lines) - 1 > MOST_ROWS or len(lines[0]) > MOST_COLUMNS:
        words = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise Refused(_("At most %(rows)s lines and %(columns)s columns.") % words, field="file", code="too_many")
    return [cell.strip() for cell in lines[0]], lines[1:]


def lines_of(text: str, delimiters: str) -> list[list[str]]:
    """The lines that say something, cell by cell, by the delimiter that stands most often in the first of them.

    Where two do, the one counts that is named first. Refused (field ``file``) when it is no table.
    """
    first = text.lstrip("\n\r").partition("\n")[0]
    try:
        read = csv.reader(io.StringIO(text), delimiter=max(delimiters, key=first.count))
        return [row for row in read if any(map(str.strip, row))]
    except csv.Error as error:
        raise Refused(_("This is no table: %(why)s") % {"why": error}, field="file", code="invalid") from error


def guessed(header: Sequence[str], fields: Sequence[str], called: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which column holds which field, as far as titles tell. ``called``: what each field is usually called."""
    spoken = {re.sub(r"[\s_-]+", " ", title).strip().lower(): title for title in reversed(header)}
    return {field: spoken[name] for field in fields for name in reversed(called[field]) if name in spoken}


def rows(
    header: Sequence[str], lines: Sequence[Sequence[str]], mapping: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line by its number in the file, with its cells by field."""
    places = {field: header.index(title) for field, title in mapping.items() if title in header}
    for number, line in enumerate(lines, start=2):
        yield number, {field: line[at].strip()[:LONGEST_CELL] if at < len(line) else "" for field, at in places.items()}


def day(text: str, field: str) -> date | None:
    """A day as people and programs write it; None for nothing."""
    for written in DAYS if text else ():
        try:
            return datetime.strptime(text, written).date()  # noqa: DTZ007  # a day of the calendar, in no zone
        except ValueError:
            continue
    if text:
        raise Refused(_("“%(text)s” is no day, such as 2027-03-31.") % {"text": text[:40]}, field=field)
    return None


def money(text: str, field: str) -> Decimal:
    """A sum, with a point or a comma before the cents; nothing is 0."""
    plain = re.sub(r"[\s'€]|EUR", "", text)
    cents = re.search(r"[.,](\d{1,2})$", plain)
    plain = re.sub("[.,]", "", plain[: cents.start()]) + f".{cents[1]}" if cents else re.sub("[.,]", "", plain)
    try:
        made = Decimal(plain or 0).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise Refused(_("“%(text)s” is no sum.") % {"text": text[:40]}, field=field) from None
    if not Decimal(0) <= made < Decimal(10**10):
        raise Refused(_("“%(text)s” is no sum.") % {"text": text[:40]}, field=field)
    return made


def whole(text: str, field: str) -> int | None:
    """A whole number; None for nothing."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 7:
        raise Refused(_("“%(text)s” is no whole number.") % {"text": text[:40]}, field=field)
    return int(text)
