"""Pure decisions: how long a door stays shut, and who may touch whom."""

from collections.abc import Iterable
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


SECOND_FACTOR_SIGNS = frozenset(
    {
        "mfa",  # RFC 8176, amr; Entra, Okta, Keycloak
        "https://refeds.org/profile/mfa",
        "http://schemas.microsoft.com/claims/multipleauthn",
        "phr",  # OpenID EAP ACR 1.0: phishing-resistant
        "phrh",
    }
)
"""How providers say that they have asked for a second factor, unless an administrator says otherwise."""


def says_second_factor(told: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether one of the signs that a provider told is one of those that count."""
    return bool(set(told) & (set(wanted) or SECOND_FACTOR_SIGNS))


def roles_and_teams(
    names: Iterable[str], lines: Iterable[tuple[str, int | None, int | None]]
) -> tuple[set[int], set[int], set[int], set[int]]:
    """Return the roles that the groups mean, all that any line means, and the same of teams.

    ``lines`` are (group, role, team). What no line names is nobody's business but our own.
    """
    held = {name.casefold() for name in names}
    wanted_roles, all_roles, wanted_teams, all_teams = set(), set(), set(), set()
    for group, role, team in lines:
        fits = group.casefold() in held
        if role is not None:
            all_roles.add(role)
            wanted_roles |= {role} if fits else set()
        if team is not None:
            all_teams.add(team)
            wanted_teams |= {team} if fits else set()
    return wanted_roles, all_roles, wanted_teams, all_teams
