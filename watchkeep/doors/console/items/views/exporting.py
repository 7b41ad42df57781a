"""Items and relations as tables, as a list shows them; what is exported can be imported again."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items.views.listing import filters
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.permissions import P


def items(request: Request) -> StreamingHttpResponse:
    """The items that the address asks for, one a line, with all attributes that their classes describe."""
    request.actor.need(P.SEE)
    rows = queries.asked(request.actor, filters(request))
    return _sent("items.csv", queries.items_as_csv(rows, request.actor))


def relations(request: Request) -> StreamingHttpResponse:
    """The relations that begin at these items and hold now."""
    request.actor.need(P.SEE)
    return _sent("relations.csv", queries.relations_as_csv(queries.asked(request.actor, filters(request))))


def _sent(name: str, lines: Iterator[str]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
