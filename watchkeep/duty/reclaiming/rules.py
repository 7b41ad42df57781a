"""Pure decisions: until when something should be over, and a report as lines of a table."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta

SOON, LATER = timedelta(days=1), timedelta(days=14)
RISKY = ("=", "+", "-", "@", "\t", "\r")


def due_within(why: str) -> timedelta:
    """How long it may take: what a leaver holds comes back by the next day, the rest within two weeks."""
    return SOON if why == "left" else LATER


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV (RFC 4180, UTF-8). What a spreadsheet would take for a formula is told to be text."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return lines.getvalue().encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text
