"""What stands against a change at a time, and when nothing would: pure, from what was found before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

STOPS, WARNS = "stops", "warns"
UNSEEN = "unseen"
"""More stands there than is looked at."""
STEP = timedelta(minutes=15)
ORDER = {STOPS: 0, WARNS: 1}


@dataclass(frozen=True)
class Conflict:
    """One thing that stands against it, from when to when, in words.

    ``kind``: freeze, change, relative (a change above or below on the map), maintenance, announced, absence, busy (the
    implementer has another change), uncovered (nobody on call), outside (of the windows of its services) or unseen
    (more stands there than is looked at).
    ``record`` and ``number`` name what it is about: a change, a freeze, a window … ``is_going``: that change is under
    way; ``takes_down``: it is expected to take its services down.
    """

    kind: str
    severity: str
    words: str
    starts_at: datetime
    ends_at: datetime
    record: int | None = None
    number: str = ""
    is_going: bool = False
    takes_down: bool = False

    @property
    def stops(self) -> bool:
        """Whether it stops the change, not only warns."""
        return self.severity == STOPS

    def touches(self, start: datetime, end: datetime) -> bool:
        """Whether some of it lies in between."""
        return self.starts_at < end and self.ends_at > start


def in_order(found: Iterable[Conflict]) -> list[Conflict]:
    """What stops comes first, then the earliest."""
    return sorted(found, key=lambda one: (ORDER[one.severity], one.starts_at, one.kind, one.record or 0))


def free_slot(
    found: Sequence[Conflict],
    allowed: Sequence[tuple[datetime, datetime]] | None,
    *,
    after: datetime,
    until: datetime,
    length: timedelta,
) -> datetime | None:
    """Return the first quarter of an hour from which nothing of this stands against it for so long.

    ``allowed`` are the windows that it must lie in, in order; None: any time. What only warns is avoided as well while
    there is such a time, else only what stops.
    """
    for blocking in (found, [one for one in found if one.stops]):
        spans = _merged((one.starts_at, one.ends_at) for one in blocking)
        for low, high in [(after, until)] if allowed is None else allowed:
            start = _first(spans, max(low, after), min(high, until), length)
            if start is not None:
                return start
    return None


def has_room(allowed: Iterable[tuple[datetime, datetime]], low: datetime, high: datetime, length: timedelta) -> bool:
    """Whether some of these windows is so long between the two."""
    return any(min(ends, high) - max(begins, low) >= length for begins, ends in allowed)


def _first(
    spans: Sequence[tuple[datetime, datetime]], low: datetime, high: datetime, length: timedelta
) -> datetime | None:
    start = rounded_up(low)
    for begins, ends in spans:
        if ends <= start:
            continue
        if begins >= start + length:
            break
        start = rounded_up(ends)
    return start if start + length <= high else None


def rounded_up(at: datetime) -> datetime:
    """Return the next full quarter of an hour."""
    over = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at if not over else at - over + STEP


def _merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return merged
