"""Places, which lie in places."""

from django.db import connection

_AROUND = """
WITH RECURSIVE place(id, location_id) AS (
    SELECT id, location_id FROM assets_item WHERE id = %s
    UNION
    SELECT i.id, i.location_id FROM place JOIN assets_item i ON i.id = place.location_id
)
SELECT id FROM place
"""
_WITHIN = """
WITH RECURSIVE place(id) AS (
    SELECT %s::bigint
    UNION
    SELECT i.id FROM place JOIN assets_item i ON i.location_id = place.id
      JOIN assets_itemclass c ON c.id = i.cls_id AND (c.path = 'location' OR c.path LIKE 'location.%%')
)
SELECT id FROM place LIMIT 5000
"""


def places_around(place: int) -> list[int]:
    """This place and those that it lies in, inside out."""
    return _ids(_AROUND, place)


def places_within(place: int) -> list[int]:
    """This place and those in it, however deep: of an item that is in one of them can be said that it is there."""
    return _ids(_WITHIN, place)


def _ids(sql: str, place: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [place])
        return [pk for (pk,) in cursor.fetchall()]
