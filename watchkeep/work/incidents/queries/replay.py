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
WITH cells AS (
    SELECT * FROM unnest(%(impacts)s::int[], %(urgencies)s::int[], %(levels)s::int[]) AS c (impact, urgency, priority)
), opened AS (
    SELECT id, priority, service_id FROM tickets_ticket
     WHERE kind = 'incident' AND NOT is_drill AND opened_at >= %(since)s AND opened_at < %(until)s AND id < %(below)s
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
), worst AS (
    SELECT j.id, min(j.was) AS was, min(c.priority) AS would FROM judged j JOIN cells c USING (impact, urgency)
     GROUP BY j.id
)
"""
_COUNTS = _REPLAYED + "SELECT was, would, count(*) FROM worst GROUP BY was, would"  # noqa: S608  # constants, values apart
_OTHERS = _REPLAYED + "SELECT id, was, would FROM worst WHERE was <> would ORDER BY id DESC LIMIT %(size)s"  # noqa: S608  # the same


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
    asked |= {"impacts": [cell[0] for cell in cells], "urgencies": [cell[1] for cell in cells]}
    asked |= {"levels": list(cells.values())}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, asked | {"below": 2**62})
        pairs = tuple(cursor.fetchall())
        cursor.execute(_OTHERS, asked | {"below": below or 2**62})
        found = cursor.fetchall()
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
