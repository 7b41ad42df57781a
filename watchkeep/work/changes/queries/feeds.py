"""Which address of the calendar a key opens, and for whom."""

from django.db.models import QuerySet

from watchkeep.work.changes.models import ChangeFeed


def feed_of(plain: str) -> ChangeFeed | None:
    """The open address that a key opens, of somebody who is still here."""
    rows: QuerySet[ChangeFeed] = ChangeFeed.objects.opened_by(plain)
    return rows.select_related("owner", "service", "team").first()
