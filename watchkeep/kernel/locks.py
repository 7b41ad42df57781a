"""One at a time, across all processes, by PostgreSQL's advisory locks."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from watchkeep.kernel import prepared


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Open a transaction that holds the named lock; yields False at once when somebody else holds it.

    The lock falls with the transaction, so a killed process leaves none behind.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", (name,))
        yield bool(cursor.fetchone()[0])


def held(names: Collection[str]) -> set[str]:
    """Take each of these locks that nobody else holds, for the rest of this transaction; returns their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS asked (name)"
            " WHERE pg_try_advisory_xact_lock(hashtextextended(name, 0))",
            (list(names),),
        )
        return {name for (name,) in cursor.fetchall()}


def wait_for(name: str) -> None:
    """Wait for the named lock and hold it for the rest of this transaction."""
    prepared.rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (name,))


def wait_at_most(milliseconds: int) -> None:
    """For the rest of this transaction give up, with an ``OperationalError``, where a row is locked for longer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", (f"{milliseconds}ms",))


@contextmanager
def in_turn(name: str) -> Iterator[None]:
    """Wait for the named lock and hold it outside of any transaction, for work that opens its own.

    The lock falls with the connection, so a killed process leaves none behind.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", (name,))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (name,))
