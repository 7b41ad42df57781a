"""How often somebody may be wrong. Counted in the database: it holds over processes and restarts."""

import math
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from watchkeep.estate.people import rules
from watchkeep.estate.people.models import Throttle
from watchkeep.kernel import clock
from watchkeep.kernel.errors import TooSoon


class TooMany(TooSoon):
    """There were too many failures; the message says how long to wait."""

    def __init__(self, until: datetime) -> None:
        left = until - clock.now()
        super().__init__(
            _("Too many attempts. For safety, wait %(wait)s and try again.") % {"wait": rules.in_words(left)},
            wait=math.ceil(left.total_seconds()),
        )
        self.until = until


def take(key: str, limit: rules.Limit) -> bool:
    """Count an attempt before it is made, so that many at once cannot slip through; raise TooMany.

    Returns True when this attempt was the last one before the door shuts. `give_back` it on success.
    """
    refused_until, is_last = _count(key, limit)
    if refused_until:
        raise TooMany(refused_until)
    return is_last


def may_write(key: str, *, address: str, host: str = "") -> bool:
    """Count a letter that somebody at this network address asks for; whether ``key`` has not had enough of them.

    ``host``: where it goes, when that is not our own mail server. Raises TooMany when the asking address has asked too
    often, or everybody together for that host.
    """
    take(f"letters:{address}", rules.ADDRESS)
    if host:
        take(f"letters-to:{host}"[:100], rules.ADDRESS)
    try:
        take(f"letter:{key}", rules.LETTERS)
    except TooMany:
        return False
    return True


def give_back(key: str) -> None:
    """The attempt was a success: take back its own count and no other."""
    Throttle.objects.filter(key=key).update(failures=Greatest(F("failures") - 1, 0), blocked_until=None)


def forget(key: str) -> None:
    """Whoever has proved who they are starts from nothing."""
    Throttle.objects.filter(key=key).delete()


@transaction.atomic
def _count(key: str, limit: rules.Limit) -> tuple[datetime | None, bool]:
    now = clock.now()
    Throttle.objects.bulk_create([Throttle(key=key, failed_at=now)], ignore_conflicts=True)
    row = Throttle.objects.select_for_update().get(pk=key)
    if row.blocked_until and row.blocked_until > now:
        return row.blocked_until, False
    row.failures = rules.failures_still_counted(row.failures, row.failed_at, now) + 1
    wait = limit.wait_after(row.failures)
    row.failed_at, row.blocked_until = now, now + wait if wait else None
    row.save()
    return None, bool(wait)
