"""Items and relations as tables, as a list shows them; what is exported can be imported again."""

from django.http import StreamingHttpResponse

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items.views.listing import filters
from watchkeep.doors.ui.tables import streamed
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.permissions import P


def items(request: Request) -> StreamingHttpResponse:
    """The items that the address asks for, one a line, with all attributes that their classes describe."""
    request.actor.need(P.SEE)
    rows = queries.asked(request.actor, filters(request))
    return streamed("items.csv", queries.items_as_csv(rows, request.actor))


def relations(request: Request) -> StreamingHttpResponse:
    """The relations that begin at these items and hold now."""
    request.actor.need(P.SEE)
    return streamed("relations.csv", queries.relations_as_csv(queries.asked(request.actor, filters(request))))
