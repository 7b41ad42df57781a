"""Evidence as files: a table as CSV, and the same on pages of a PDF. The same data are the same bytes."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from watchkeep.kernel.later import later

reportlab, pdfmetrics = later("reportlab"), later("reportlab.pdfbase.pdfmetrics")
ttfonts, canvases = later("reportlab.pdfbase.ttfonts"), later("reportlab.pdfgen.canvas")
RISKY = ("=", "+", "-", "@", "\t", "\r")
FONT, BOLD, SIZE, LEADING = "Vera", "VeraBd", 7.5, 11
MARGIN = 36
A4_ACROSS = (297 / 25.4 * 72, 210 / 25.4 * 72)
"""In points."""
EARLY, AFTERWARDS = (14, 7, 2, 0), 7
Row = Sequence[object]


@dataclass(frozen=True)
class Paper:
    """A title, lines that say what it is, and a table whose columns are so wide (in points)."""

    title: str
    about: Sequence[str]
    head: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Row]


def as_csv(head: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A table as CSV (RFC 4180, UTF-8). What a spreadsheet would take for a formula is told to be text."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return lines.getvalue().encode()


def as_pdf(paper: Paper) -> bytes:
    """The paper on A4, with its head on every page. What does not fit its column ends in an ellipsis."""
    _learn_fonts()
    whole = io.BytesIO()
    canvas = canvases.Canvas(whole, pagesize=A4_ACROSS, invariant=1)
    canvas.setTitle(paper.title)
    top = _first_lines(canvas, paper)
    rows, page = list(paper.rows), 1
    while True:
        fit = int((top - MARGIN - 2 * LEADING) // LEADING)
        _table(canvas, paper, rows[:fit], top)
        _foot(canvas, paper.title, page)
        canvas.showPage()
        rows, page, top = rows[fit:], page + 1, A4_ACROSS[1] - MARGIN
        if not rows:
            break
    canvas.save()
    return whole.getvalue()


def next_reminder(due_on: date, today: date) -> date:
    """When reviewers are reminded after today: some days before the last one, on it, and every week after it."""
    ahead = [due_on - timedelta(days=days) for days in EARLY]
    coming = next((day for day in ahead if day > today), None)
    return coming or today + timedelta(days=AFTERWARDS - max(0, (today - due_on).days) % AFTERWARDS)


def _learn_fonts() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (FONT, BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(ttfonts.TTFont(name, folder / f"{name}.ttf"))


def _first_lines(canvas: Any, paper: Paper) -> float:
    """Write what it is; returns where the table begins."""
    y: float = A4_ACROSS[1] - MARGIN
    canvas.setFont(BOLD, 14)
    canvas.drawString(MARGIN, y - 10, paper.title[:110])
    canvas.setFont(FONT, 8.5)
    y -= 28
    for line in paper.about:
        canvas.drawString(MARGIN, y, line[:180])
        y -= 12
    return y - 8


def _table(canvas: Any, paper: Paper, rows: Iterable[Row], top: float) -> None:
    canvas.setFont(BOLD, SIZE)
    _line(canvas, paper, paper.head, top, BOLD)
    canvas.line(MARGIN, top - 3, MARGIN + sum(paper.widths), top - 3)
    canvas.setFont(FONT, SIZE)
    for place, row in enumerate(rows, 1):
        _line(canvas, paper, row, top - 3 - place * LEADING, FONT)


def _line(canvas: Any, paper: Paper, row: Row, y: float, font: str) -> None:
    x: float = MARGIN
    for value, width in zip(row, paper.widths, strict=True):
        canvas.drawString(x, y, _fitting("" if value is None else str(value), width - 6, font))
        x += width


@lru_cache(maxsize=4096)
def _fitting(text: str, width: float, font: str) -> str:
    """As much of a text as fits; a long one is cut beforehand, so that measuring it costs little."""
    text = " ".join(text.split())[:120]
    if len(text) * SIZE <= width or pdfmetrics.stringWidth(text, font, SIZE) <= width:
        return text
    while text and pdfmetrics.stringWidth(f"{text}…", font, SIZE) > width:
        text = text[:-1]
    return f"{text}…"


def _foot(canvas: Any, title: str, page: int) -> None:
    canvas.setFont(FONT, 7)
    canvas.drawString(MARGIN, MARGIN - 14, title[:110])
    canvas.drawRightString(A4_ACROSS[0] - MARGIN, MARGIN - 14, str(page))


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text
