"""One at a time, across all processes, by PostgreSQL's advisory locks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Open a transaction that holds the named lock; yields False at once when somebody else holds it.

    The lock falls with the transaction, so a killed process leaves none behind.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", (name,))
        yield bool(cursor.fetchone()[0])


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
