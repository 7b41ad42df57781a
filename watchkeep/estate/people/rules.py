"""Pure decisions: how long a door stays shut, and who may touch whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

FORGOTTEN_AFTER = timedelta(hours=1)
LONGEST = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """So many failures are free; after that the wait doubles from `first` up to fifteen minutes."""

    free: int
    first: timedelta = timedelta(minutes=1)

    def wait_after(self, failures: int) -> timedelta:
        """Return how long to wait after that many failures in a row."""
        if failures < self.free:
            return timedelta()
        return min(LONGEST, self.first * (1 << min(failures - self.free, 10)))


ACCOUNT = Limit(free=5)
ADDRESS = Limit(free=20)
LETTERS = Limit(free=3, first=timedelta(minutes=5))
"""How many mails a form may send to one account, and how many one address may ask for."""


def failures_still_counted(failures: int, failed_at: datetime, now: datetime) -> int:
    """Return the failures that are still held against somebody: none after a quiet hour."""
    return 0 if now - failed_at > FORGOTTEN_AFTER else failures


def may_touch(own: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether somebody with `own` permissions may give, take or change what holds `theirs`.

    Nobody hands out more than they have, or takes over the account of somebody who may do more.
    """
    return theirs <= own


def in_words(wait: timedelta) -> str:
    """Say how long to wait, rounded up to whole minutes."""
    minutes = -(-int(wait.total_seconds()) // 60)
    return ngettext("a minute", "%(minutes)d minutes", max(1, minutes)) % {"minutes": minutes}
