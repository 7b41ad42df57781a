"""The feed of facts, for readers who come back for more and must not miss one.

Ids are given before the commit: a fact with a lower id may appear after one with a higher. So a reader is
shown only what no running transaction can still slip in front of.
"""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from watchkeep.kernel.models import FactRow

_OLDEST_WRITER = """
SELECT least(min(xact_start), now()) FROM pg_stat_activity
 WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


def settled(after: int = 0) -> QuerySet[FactRow]:
    """The facts after ``after``, in order, up to the first that was told since the oldest running transaction began."""
    rows = FactRow.objects.filter(pk__gt=after).order_by("id")
    if fresh := rows.filter(at__gte=_horizon()).values_list("pk", flat=True).first():
        rows = rows.filter(pk__lt=fresh)
    return rows


def _horizon() -> datetime:
    """When the oldest transaction that is writing now began; now, when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_WRITER)
        at: datetime = cursor.fetchone()[0]
    return at
