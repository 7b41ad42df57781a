"""Two ways to a page, because PostgreSQL's planner cannot know which one is short (ADR 0003).

With a limit the planner likes to walk the tickets in the order of the page and to drop what doesn't fit, as if what
fits were spread evenly. When next to nothing fits (two filters that exclude each other, a rare word), it walks a
million rows. So the walk is bounded; if it ends too early, few tickets can fit, and gathering all of them through the
filters' own indexes and sorting them is short, and tells how many there are. Both ways find the same ids; what a row
shows is read for those alone, so that an index that holds all that was asked is enough to gather.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Q, Window

from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from watchkeep.work.tickets.models import TicketQuerySet

_UNSEEN = {"words", "description", "touched"}
_ON_A_LINE = (
    *(field.attname for field in Ticket._meta.concrete_fields if field.name not in _UNSEEN),  # noqa: SLF001  # Django's own name
    *(f"{beside}__name" for beside in ("service", "team", "assignee")),
)
AT_ONCE = (1000, 5000)
"""How many rows a walk looks at; it goes on only where twice what it found would fill the page: stretches differ."""
FEELING = (1000, 8000)
"""The same where looking costs more, as for words, and gathering too."""


def by_walk_or_gathering(
    rows: TicketQuerySet, along: TicketQuerySet, roads: Sequence[Q], reaches: Sequence[int] = AT_ONCE
) -> Callable[[Sequence[str], Q, int], tuple[list[Ticket], int | None]]:
    """How to take a page of ``rows``; ``along`` asks the same of rows met on the way.

    ``roads`` are filters whose index, in the order of the page, may be walked, ``reaches`` how far.
    """

    def take(way: Sequence[str], beyond: Q, count: int) -> tuple[list[Ticket], int | None]:
        for road in roads:
            for reach, further in zip(reaches, (*reaches[1:], 0), strict=True):
                walked = Ticket.objects.filter(road, beyond).defer(None).order_by(*way)[:reach]
                ids = _walk(along.filter(beyond), walked, way, count)
                if len(ids) == count:
                    return _shown(ids, way), None
                if 2 * len(ids) * further < count * reach:
                    break
        gathered = rows.filter(beyond).order_by(*(_unindexed(name) for name in way))
        found = list(gathered.values_list("pk", Window(Count("*")))[:count])
        return _shown([pk for pk, _total in found], way), found[0][1] if found else 0

    return take


def _walk(rows: TicketQuerySet, road: TicketQuerySet, way: Sequence[str], count: int) -> list[int]:
    """The ids of the first ``count`` of ``rows`` among those on this stretch of road."""
    try:
        wanted, wanted_values = rows.order_by(*way).values("pk")[:count].query.sql_with_params()
        walked, walked_values = road.query.sql_with_params()
    except EmptyResultSet:  # Django sees by itself that nothing can fit
        return []
    sql = wanted.replace('FROM "tickets_ticket"', f'FROM ({walked}) AS "tickets_ticket"', 1)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*walked_values, *wanted_values])
        return [pk for (pk,) in cursor.fetchall()]


def _shown(ids: Sequence[int], way: Sequence[str]) -> list[Ticket]:
    """These, with what a line of the queue shows."""
    rows = Ticket.objects.filter(pk__in=ids).select_related("service", "team", "assignee")
    return list(rows.only(*_ON_A_LINE).order_by(*way))


def _unindexed(name: str) -> Any:
    """The same order in a form that no index offers, so that the rows are gathered first and sorted then."""
    field = name.lstrip("-")
    if field.endswith("_at"):
        same: Any = ExpressionWrapper(F(field) + timedelta(0), output_field=DateTimeField())
    else:
        same = F(field) + 0
    return same.desc() if name.startswith("-") else same.asc()
