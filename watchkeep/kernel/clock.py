"""Time enters here and nowhere else, so that a test can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""What people may give as a moment lies between these. Beyond, zones and databases run out of calendar."""
_held: datetime | None = None


def now() -> datetime:
    """The present instant, in UTC."""
    return _held or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold time still at an instant (tests and replays)."""
    global _held  # noqa: PLW0603  # one clock for all threads is the point
    before, _held = _held, at
    try:
        yield
    finally:
        _held = before


@contextmanager
def travel(**delta: float) -> Iterator[None]:
    """Hold time still at the present plus a timedelta given by keywords, such as ``hours=2``."""
    with frozen(now() + timedelta(**delta)):
        yield
