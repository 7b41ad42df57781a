"""Reads: on which days a product's position may have become another one."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from watchkeep.estate.licences.models import Cover
from watchkeep.estate.licences.queries.standings import PEAK_DAYS

_DAYS = """
SELECT DISTINCT d.day FROM (
    SELECT p.on AS day FROM licences_position p WHERE p.product_id = ANY(%(products)s)
    UNION ALL SELECT unnest(ARRAY[e.starts_on, e.ends_on + 1, e.maintenance_until + 1])
      FROM licences_entitlement e JOIN licences_cover c ON c.entitlement_id = e.id
     WHERE c.product_id = ANY(%(products)s)
    UNION ALL SELECT unnest(ARRAY[(u.since AT TIME ZONE 'UTC')::date, (u.until AT TIME ZONE 'UTC')::date])
      FROM licences_use u WHERE u.product_id = ANY(%(products)s)
    UNION ALL SELECT unnest(ARRAY[
             (s.since AT TIME ZONE 'UTC')::date, (s.until AT TIME ZONE 'UTC')::date,
             (s.since AT TIME ZONE 'UTC')::date + p.idle_days, (s.since AT TIME ZONE 'UTC')::date + p.idle_days + 1])
      FROM licences_seat s JOIN licences_product p ON p.id = s.product_id WHERE s.product_id = ANY(%(products)s)
    UNION ALL SELECT unnest(ARRAY[greatest(s.on, (s.noted_at AT TIME ZONE 'UTC')::date), s.on + p.idle_days])
      FROM licences_signin s JOIN licences_product p ON p.id = s.product_id WHERE s.product_id = ANY(%(products)s)
    UNION ALL SELECT unnest(ARRAY[greatest(k.on, (k.noted_at AT TIME ZONE 'UTC')::date), k.on + %(peak)s])
      FROM licences_peak k WHERE k.product_id = ANY(%(products)s)
    UNION ALL SELECT %(since)s UNION ALL SELECT %(until)s
) d WHERE d.day BETWEEN %(since)s AND %(until)s ORDER BY d.day LIMIT %(most)s
"""


def days_that_move(product: int, since: date, until: date, *, most: int) -> list[date]:
    """The first of the days in a span on which a product, or one it is bundled with, may stand as on no day before.

    Both ends are among them. What is not among them is like the day before it.
    """
    values: dict[str, Any] = {
        "products": sorted(bundled_with([product])),
        "since": since,
        "until": until,
        "peak": PEAK_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, values | {"most": most})
        return [day for (day,) in cursor.fetchall()]


def bundled_with(products: Collection[int]) -> set[int]:
    """These products and all that ever shared a bundle with them, or with one that did."""
    found: set[int] = set()
    grown = set(products)
    while grown != found:
        found = grown
        entitlements = Cover.objects.filter(product__in=found).values("entitlement")
        grown = found | {*Cover.objects.filter(entitlement__in=entitlements).values_list("product", flat=True)}
    return found
