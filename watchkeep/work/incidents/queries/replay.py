"""Reads: what the priorities of a time would have been with another matrix and other thresholds.

The figures are those that were kept when each priority came about, not today's service map. Only incidents from before
figures were kept are reckoned from their service as it is known now. What a person judged stays judged: the matrix
alone decides there. Of several priorities of one incident the worst counts, then and in the replay.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from watchkeep.work.incidents.rules import Thresholds
from watchkeep.work.tickets.models import Ticket

SIZE = 50
_REPLAYED = """
WITH opened AS (
    SELECT id, priority, service_id FROM tickets_ticket
     WHERE kind = 'incident' AND NOT is_drill AND opened_at >= %(since)s AND opened_at < %(until)s
), kept AS (
    SELECT t.id, r.priority AS was, r.is_judged, r.said_impact, r.impact, r.urgency, r.base_urgency, r.tier,
           r.customers, r.people, r.value_per_hour, r.is_recovering::int AS calmer,
           (r.joined > 0 OR r.alerts >= %(alerts)s OR r.reports >= %(reports)s)::int
           + coalesce(r.deadline_minutes <= %(deadline_minutes)s, false)::int
           + coalesce(r.stalled_minutes >= %(stalled_minutes)s, false)::int AS steps
      FROM opened t JOIN incidents_reckoning r ON r.incident_id = t.id
    UNION ALL
    SELECT t.id, t.priority, false, NULL, i.impact, i.urgency, i.urgency, s.tier,
           s.customers_count, s.users_count, s.value_per_hour, 0, 0
      FROM opened t JOIN incidents_incident i ON i.ticket_id = t.id LEFT JOIN services_service s ON s.id = t.service_id
     WHERE NOT EXISTS (SELECT FROM incidents_reckoning r WHERE r.incident_id = t.id)
), judged AS (
    SELECT id, was,
           CASE WHEN is_judged OR tier IS NULL THEN impact ELSE least(said_impact, CASE
               WHEN tier <= %(wide_tier)s OR customers >= %(wide_customers)s OR people >= %(wide_people)s
                    OR value_per_hour >= %(wide_value)s THEN 1
               WHEN tier <= %(group_tier)s OR customers >= %(group_customers)s OR people >= %(group_people)s
                    OR value_per_hour >= %(group_value)s THEN 2
               ELSE 3 END) END AS impact,
           CASE WHEN is_judged THEN urgency ELSE greatest(least(base_urgency - steps + calmer, 3), 1) END AS urgency
      FROM kept
), worst AS MATERIALIZED (
    SELECT id, min(was) AS was, min((%(matrix)s::int[])[3 * impact + urgency - 3]) AS would FROM judged GROUP BY id
)
SELECT NULL::bigint, was, would, count(*) FROM worst GROUP BY was, would
UNION ALL
(SELECT id, was, would, 1 FROM worst WHERE was <> would AND id < %(below)s ORDER BY id DESC LIMIT %(size)s)
"""
"""One pass: the counts (without an id), then a page of what differs, the newest first."""


@dataclass(frozen=True)
class Difference:
    """An incident that would have had another priority."""

    ticket: Ticket
    was: int
    would: int


@dataclass(frozen=True)
class Replay:
    """How many incidents had each priority and would have had it, and those that differ, a page of them."""

    counts: list[tuple[int, int, int]]
    total: int
    different: int
    rows: list[Difference]
    next: int | None
    more_urgent: int


def replay(
    cells: Mapping[tuple[int, int], int],
    thresholds: Thresholds,
    *,
    since: datetime,
    until: datetime,
    below: int | None = None,
) -> Replay:
    """Replay the incidents that were opened in that time. ``below``: the page that begins under this ticket."""
    asked: dict[str, Any] = asdict(thresholds) | {"since": since, "until": until, "size": SIZE + 1}
    asked |= {"matrix": [cells[place] for place in sorted(cells)], "below": below or 2**62}
    with connection.cursor() as cursor:
        cursor.execute(_REPLAYED, asked)
        rows = cursor.fetchall()
    pairs = tuple((was, would, count) for pk, was, would, count in rows if pk is None)
    found = sorted(((pk, was, would) for pk, was, would, _count in rows if pk is not None), reverse=True)
    page, more = found[:SIZE], len(found) > SIZE
    tickets = Ticket.objects.in_bulk([pk for pk, _was, _would in page])
    return Replay(
        counts=[(level, _sum(pairs, 0, level), _sum(pairs, 1, level)) for level in range(1, 6)],
        total=sum(count for _was, _would, count in pairs),
        different=sum(count for was, would, count in pairs if was != would),
        rows=[Difference(tickets[pk], was, would) for pk, was, would in page],
        next=page[-1][0] if more else None,
        more_urgent=sum(count for was, would, count in pairs if would < was),
    )


def _sum(pairs: tuple[tuple[int, int, int], ...], place: int, level: int) -> int:
    return sum(pair[2] for pair in pairs if pair[place] == level)
