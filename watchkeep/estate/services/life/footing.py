"""Footings: all that each service stands on, counted again soon after something about it has changed.

The sweep's cost is that of the services that are due. A walk up from a host needs none of this; only of a switch on
which hundreds of thousands hang it is not known in time which services are among them.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from watchkeep.estate.assets import queries as assets
from watchkeep.estate.services.events import FootingChanged
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell_many

MOST = 50_000
"""So many items below one service are kept."""
_COUNT = """
WITH RECURSIVE need(item, hangs) AS (
    SELECT home.id, false FROM services_serviceitem si JOIN assets_item i ON i.id = si.item_id
      JOIN assets_item home ON home.id = coalesce(i.merged_into_id, i.id)
     WHERE si.service_id = %(service)s AND home.is_active
    UNION
    SELECT next.id, true FROM need CROSS JOIN LATERAL (
        SELECT need.item AS id UNION ALL SELECT m.id FROM assets_item m WHERE m.merged_into_id = need.item
    ) family CROSS JOIN LATERAL (
        SELECT r.to_item_id AS id FROM assets_relation r
         WHERE r.from_item_id = family.id AND r.kind = ANY(%(straight)s) AND r.until IS NULL
        UNION ALL
        SELECT r.from_item_id FROM assets_relation r
         WHERE r.to_item_id = family.id AND r.kind = ANY(%(turned)s) AND r.until IS NULL
    ) far JOIN assets_item i ON i.id = far.id
      JOIN assets_item next ON next.id = coalesce(i.merged_into_id, i.id) AND next.is_active
), now AS MATERIALIZED (
    SELECT item, bool_or(hangs) AS hangs, bool_or(NOT hangs) AS is_direct
      FROM (SELECT * FROM need LIMIT %(most)s) found GROUP BY item
), gone AS (
    DELETE FROM services_footing f WHERE f.service_id = %(service)s AND NOT EXISTS (
        SELECT FROM now WHERE now.item = f.item_id) RETURNING f.item_id
), put AS (
    INSERT INTO services_footing AS f (service_id, item_id, is_direct, hangs)
    SELECT %(service)s, item, is_direct, hangs FROM now ORDER BY item
    ON CONFLICT (item_id, service_id) DO UPDATE SET is_direct = EXCLUDED.is_direct, hangs = EXCLUDED.hangs
     WHERE (f.is_direct, f.hangs) <> (EXCLUDED.is_direct, EXCLUDED.hangs)
    RETURNING f.item_id
), others AS (
    SELECT item_id FROM gone UNION ALL SELECT item_id FROM put
)
SELECT DISTINCT si.service_id FROM others
  JOIN LATERAL (SELECT others.item_id AS id UNION ALL SELECT m.id FROM assets_item m
                 WHERE m.merged_into_id = others.item_id) family ON true
  JOIN services_serviceitem si ON si.item_id = family.id
UNION SELECT %(service)s WHERE EXISTS (SELECT FROM others)
"""
_NOTE = """
UPDATE services_service SET footing_due_at = %(now)s WHERE footing_due_at IS NULL AND id IN (
    SELECT f.service_id FROM services_footing f WHERE f.item_id = ANY(%(items)s)
    UNION
    SELECT si.service_id FROM services_serviceitem si JOIN assets_item i ON i.id = si.item_id
     WHERE i.id = ANY(%(items)s) OR i.merged_into_id = ANY(%(items)s)
)
"""


@transaction.atomic
def note_change(items: Collection[int]) -> None:
    """How these hang together has changed: what stands on them is counted again soon."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"items": [*items], "now": clock.now()})


@transaction.atomic
def count_footing(service: int) -> list[int]:
    """Count anew what one service stands on: itself and the services that carry what is other now, if anything is."""
    straight, turned = assets.ways_of_failure()
    asked: dict[str, Any] = {"service": service, "straight": straight, "turned": turned, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        return sorted(pk for (pk,) in cursor.fetchall())


@transaction.atomic
def count_due(at: datetime, most: int = 10) -> int:
    """Count those that are due; how many there were."""
    due = Service.objects.filter(footing_due_at__lte=at).order_by("footing_due_at")
    ids = [one.pk for one in due.select_for_update(skip_locked=True, of=("self",), no_key=True)[:most]]
    found = {pk: count_footing(pk) for pk in ids}
    tell_many([FootingChanged(record=pk, by=CLOCK, through=through) for pk, through in found.items() if through])
    Service.objects.filter(pk__in=ids).update(footing_due_at=None)
    return len(ids)
