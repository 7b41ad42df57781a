"""Reads: the other changes of a stretch of time, each with what it touches, in one statement.

It is asked while a form is typed and while a pipeline waits: as rows of the ORM, with their tickets and what they
touch read after them, it would cost five times as much.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from watchkeep.work.changes.models import Source
from watchkeep.work.tickets.models import Kind, State

if TYPE_CHECKING:
    from watchkeep.work.changes.queries.conflicts import Plan

TAKEN = (State.ASSESSING, State.WAITING, State.APPROVED, State.SCHEDULED, State.IMPLEMENTING)
"""The states in which a change has a time that others should know of."""
FORGOTTEN = timedelta(hours=6)
MOST = 5000
"""So many are looked at; of more it is said that not everything was seen."""

_OTHERS = """
SELECT t.id, t.number, t.title, t.state, t.assignee_id, c.starts_at, c.ends_at, c.outage_minutes > 0,
       array(SELECT s.service_id FROM changes_changeservice s WHERE s.change_id = t.id),
       array(SELECT i.item_id FROM changes_changeitem i WHERE i.change_id = t.id)
  FROM (SELECT ticket_id AS id FROM changes_change
         WHERE starts_at IS NOT NULL AND tstzrange(starts_at, ends_at) && tstzrange(%(start)s, %(end)s)
        UNION
        SELECT id FROM tickets_ticket WHERE %(is_now)s AND kind = %(kind)s AND state = %(going)s) AS at_the_time
  JOIN changes_change c ON c.ticket_id = at_the_time.id
  JOIN tickets_ticket t ON t.id = at_the_time.id
 WHERE t.state = ANY(%(taken)s) AND t.id IS DISTINCT FROM %(own)s
   AND NOT (%(is_now)s AND c.source = %(pipeline)s AND coalesce(c.begun_at < %(forgotten)s, false))
   AND (t.assignee_id = %(implementer)s
        OR EXISTS (SELECT FROM changes_changeitem i WHERE i.change_id = t.id)
        OR EXISTS (SELECT FROM changes_changeservice s
                    WHERE s.change_id = t.id AND s.service_id = ANY(%(near)s::bigint[])))
 ORDER BY c.starts_at, t.id
 LIMIT %(most)s
"""


class Other(NamedTuple):
    """A change that may have to do with what is planned. ``takes_down``: it is expected to take its services down."""

    pk: int
    number: str
    title: str
    state: str
    implementer: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    takes_down: bool
    services: list[int]
    items: list[int]

    @property
    def is_going(self) -> bool:
        """Whether it is under way."""
        return self.state == State.IMPLEMENTING


class Others(NamedTuple):
    """What was found, and whether there is more."""

    found: list[Other]
    is_cut: bool


def others(plan: Plan) -> Others:
    """Those that touch a service above or below it or whatever item, or that the same person carries out.

    Of what is about to begin, also those that are under way however long they were to take; what a pipeline began
    hours ago and never ended stands in nobody's way.
    """
    asked: dict[str, Any] = {
        "start": plan.start, "end": plan.end, "own": plan.change, "implementer": plan.implementer,
        "near": [*{*plan.services, *plan.needs, *plan.hit}], "is_now": plan.is_now,
        "kind": Kind.CHANGE.value, "going": State.IMPLEMENTING.value, "taken": [one.value for one in TAKEN],
        "pipeline": Source.PIPELINE.value, "forgotten": plan.start - FORGOTTEN, "most": MOST + 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, asked)
        found = [Other(*row) for row in cursor.fetchall()]
    return Others(found[:MOST], len(found) > MOST)
