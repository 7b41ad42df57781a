"""Which address of the calendar a key opens, and for whom."""

from watchkeep.kernel import secrets
from watchkeep.work.changes.models import ChangeFeed


def feed_of(plain: str) -> ChangeFeed | None:
    """The open address that a key opens, of somebody who is still here."""
    rows = ChangeFeed.objects.living().select_related("owner", "service", "team")
    return rows.filter(digest=secrets.digest(plain), owner__is_active=True).first()
