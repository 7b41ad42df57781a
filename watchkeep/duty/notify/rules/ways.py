"""Which ways lead to a person now: their rules, or everything they have when they made none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

MAIL_LANE = "mail"


@dataclass(frozen=True)
class Way:
    """One address on one channel. ``lane`` is what a slow other side may hold up: its own lane only."""

    channel: str
    lane: str
    address: str
    hint: str
    method: int | None = None
    delay_minutes: int = 0


@dataclass(frozen=True)
class Wish:
    """A personal rule: this method (None: the account's e-mail) after so many minutes."""

    method: int | None
    delay_minutes: int


def chosen(account: Way | None, methods: Sequence[Way], wishes: Iterable[Wish], *, urgent: bool) -> list[Way]:
    """The ways to use, the soonest first, one for each channel.

    Rules that name nothing usable are as good as none, so that nobody becomes unreachable by tidying up.
    Without rules: what is urgent goes everywhere at once, what can wait goes by e-mail.
    """
    known = {way.method: way for way in (account, *methods) if way}
    wanted = [
        replace(known[wish.method], delay_minutes=wish.delay_minutes)
        for wish in sorted(wishes, key=lambda wish: wish.delay_minutes)
        if wish.method in known
    ]
    return _one_per_channel(wanted or _by_default(list(known.values()), urgent=urgent))


def mail_way(address: str, method: int | None = None) -> Way:
    """The way of an e-mail address."""
    return Way("email", MAIL_LANE, address, masked_mail(address), method)


def masked_mail(address: str) -> str:
    """An e-mail address as the log shows it: enough to recognise one's own."""
    user, _, domain = address.partition("@")
    return f"{user[:2]}…@{domain}"


def masked_url(url: str) -> str:
    """A URL as the log shows it: scheme and host, never the path, where keys live."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or '…'}/…"[:120]


def _by_default(ways: list[Way], *, urgent: bool) -> list[Way]:
    mails = [way for way in ways if way.channel == "email"]
    return ways if urgent or not mails else mails


def _one_per_channel(ways: Iterable[Way]) -> list[Way]:
    first: dict[str, Way] = {}
    for way in ways:
        first.setdefault(way.channel, way)
    return list(first.values())
