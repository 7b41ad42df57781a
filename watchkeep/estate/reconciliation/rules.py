"""What does not agree about an item, from what is known of it: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from watchkeep.estate.reconciliation.models import Kind

BOUGHT = ("hardware",)
"""Classes of things that are bought one by one, so that one which nobody bought is odd."""
SEEN = (
    "hardware.computer", "hardware.network_device", "hardware.printer", "hardware.phone",
)  # fmt: skip
"""Classes of things that something on the network or on the thing itself sees when they are used."""
NOT_OWNED = ("location", "network", "address")
CERTIFICATE = "certificate"
UNSEEN_FOR = timedelta(days=14)
"""So long may something that is in use go without being seen for the first time."""
STILL_SEEN_AFTER = timedelta(days=2)
"""So long after it was retired may something still be seen: it is being taken down."""
EXPIRES_WITHIN = timedelta(days=14)
ENDED = ("ended", "cancelled")
IN_USE, RETIRED, DISPOSED, MISSING = "in_use", "retired", "disposed", "missing"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of an item when it is looked at. ``gone_at``: since when it is retired or disposed of."""

    path: str
    state: str
    is_active: bool
    is_merged: bool
    added_at: datetime
    user: int | None = None
    user_is_here: bool = True
    owner_person: int | None = None
    owner_is_here: bool = True
    owner_team: int | None = None
    order_number: str = ""
    bought_on: date | None = None
    price: Decimal | None = None
    warranty_ends_on: date | None = None
    contract_state: str = ""
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    gone_at: datetime | None = None
    doubt_since: datetime | None = None
    valid_until: str = ""
    support_ends_on: str = ""

    @property
    def was_bought(self) -> bool:
        """Whether anything is known of how it was bought."""
        return bool(self.order_number or self.bought_on)


def findings(known: Known, now: datetime) -> dict[str, datetime]:
    """What does not agree now, and since when."""
    if known.is_merged:
        return {}
    if not known.is_active:
        return {Kind.ZOMBIE: since} if (since := _back_since(known)) else {}
    found: dict[str, datetime | None] = {
        Kind.GHOST: _unseen_since(known, now), Kind.ORPHAN: _unbought_since(known),
        Kind.STRAY: _stray_since(known, now),
        Kind.MISSING: (known.last_seen_at or now) if known.state == MISSING else None,
        Kind.DUPLICATE: known.doubt_since,
        Kind.UNOWNED: known.added_at if _is_nobodys(known) else None,
        Kind.OUT_OF_WARRANTY: _after(known.warranty_ends_on, now),
        Kind.OUT_OF_SUPPORT: now if known.contract_state in ENDED else _after(_day(known.support_ends_on), now),
        Kind.EXPIRING: _expires(known, now),
    }  # fmt: skip
    return {kind: since for kind, since in found.items() if since}


def next_look(known: Known, now: datetime) -> datetime | None:
    """When time alone may change what agrees: the next of its moments, or None."""
    if known.is_merged or not known.is_active:
        return None
    days = [_day_after(known.warranty_ends_on), _day_after(_day(known.support_ends_on))]
    if _is_within(known.path, (CERTIFICATE,)) and (valid := _day(known.valid_until)):
        days.append(_at(valid) - EXPIRES_WITHIN)
    if known.first_seen_at is None and known.state == IN_USE and _is_within(known.path, SEEN):
        days.append(_in_use_since(known) + UNSEEN_FOR)
    return min((at for at in days if at and at > now), default=None)


def _unseen_since(known: Known, now: datetime) -> datetime | None:
    if known.state != IN_USE or known.first_seen_at or not known.was_bought or not _is_within(known.path, SEEN):
        return None
    since = _in_use_since(known)
    return since if since + UNSEEN_FOR <= now else None


def _unbought_since(known: Known) -> datetime | None:
    return known.first_seen_at if not known.was_bought and _is_within(known.path, BOUGHT) else None


def _stray_since(known: Known, now: datetime) -> datetime | None:
    left = (known.user and not known.user_is_here) or (known.owner_person and not known.owner_is_here)
    return now if left else None


def _back_since(known: Known) -> datetime | None:
    """It is gone, and was seen since it should have been taken down."""
    if known.gone_at is None or known.last_seen_at is None:
        return None
    return known.last_seen_at if known.last_seen_at >= known.gone_at + STILL_SEEN_AFTER else None


def _is_nobodys(known: Known) -> bool:
    return not (known.owner_person or known.owner_team or known.user or _is_within(known.path, NOT_OWNED))


def _expires(known: Known, now: datetime) -> datetime | None:
    valid = _day(known.valid_until) if _is_within(known.path, (CERTIFICATE,)) else None
    return _at(valid) - EXPIRES_WITHIN if valid and _at(valid) - EXPIRES_WITHIN <= now else None


def fits(rule: Any, kind: str, path: str, cost: Decimal | None) -> bool:
    """Whether a rule means a finding of this kind, of a thing of this class, that cost so much."""
    if not rule.is_active or rule.kind != kind or (cost or Decimal(0)) < rule.min_cost:
        return False
    return rule.cls is None or _is_within(path, (rule.cls.path,))


def in_words(counts: Mapping[str, int]) -> list[str]:
    """The kinds of which there are some, in the order in which they are read."""
    return [kind for kind in Kind.values if counts.get(kind)]


def _in_use_since(known: Known) -> datetime:
    return max(known.added_at, _at(known.bought_on)) if known.bought_on else known.added_at


def _after(day: date | None, now: datetime) -> datetime | None:
    over = _day_after(day)
    return over if over and over <= now else None


def _day_after(day: date | None) -> datetime | None:
    return _at(day) + timedelta(days=1) if day else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _is_within(path: str, paths: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in paths)
