"""Tables that leave as CSV: streamed line by line, or what was refused of a file that somebody handed in."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

from watchkeep.kernel.tables import harmless

CSV = "text/csv; charset=utf-8"


def streamed(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    """Lines of CSV as they are made, to be kept under a name."""
    answer = StreamingHttpResponse(lines, content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def refused_lines(
    pk: int,
    header: Iterable[str],
    lines: Sequence[Sequence[str]],
    more: Iterable[str],
    refused: Iterable[Sequence[Any]],
) -> HttpResponse:
    """Lines that were refused, each with what is said of it; a refusal begins with the number of its line."""
    answer = HttpResponse(content_type=CSV)
    answer["Content-Disposition"] = f'attachment; filename="refused-{pk}.csv"'
    written = csv.writer(answer)
    written.writerow([harmless(cell) for cell in (*header, *more)])
    for number, *said in refused:
        written.writerow([harmless(str(cell)) for cell in (*lines[number - 2], *said)])
    return answer
