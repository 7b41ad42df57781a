"""Numbers that people say aloud, such as INC-1042: unique under load, with gaps where something was rolled back."""

import re

from django.db.migrations.operations import RunSQL

from watchkeep.kernel import prepared

_PREFIX = re.compile(r"[A-Z]{2,8}")


def next_number(prefix: str) -> str:
    """The next number of a series; ``create_series`` in a migration made it."""
    return next_numbers(prefix, 1)[0]


def next_numbers(prefix: str, count: int) -> list[str]:
    """Several at once, for an import."""
    found = prepared.rows("SELECT nextval(%s::text::regclass) FROM generate_series(1, %s)", (_sequence(prefix), count))
    return [f"{prefix}-{number}" for (number,) in found]


def create_series(prefix: str, start: int = 1001) -> RunSQL:
    """The migration operation that makes a series."""
    name = _sequence(prefix)
    return RunSQL(f"CREATE SEQUENCE {name} START {start:d}", f"DROP SEQUENCE {name}")


def _sequence(prefix: str) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"{prefix!r} is no series of numbers")
    return f"number_{prefix.lower()}"
