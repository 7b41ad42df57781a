"""What only the database can tell: its version, extensions and clock, migrations, workers, work that failed."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from watchkeep.kernel import clock
from watchkeep.launch import inside, prepare
from watchkeep.launch.doctor.findings import Finding, bad, fine, uneasy
from watchkeep.launch.postgres.binaries import OLDEST

EXTENSIONS = ("btree_gin", "btree_gist", "citext", "pg_trgm")
SILENT_AFTER = timedelta(seconds=30)
SKEW = 2.0  # seconds


def examine() -> Iterator[Finding]:
    """Every question to the database, in the order in which the answers build on one another."""
    yield _version()
    yield from _extensions()
    yield _clock()
    waiting = prepare.pending()
    if waiting:
        yield bad("Tables", f"{len(waiting)} migrations wait, first {waiting[0]}", "watchkeep migrate")
        return
    yield fine("Tables", "are up to date")
    yield _worker()
    yield _failed()


def _version() -> Finding:
    version, number = _row("SELECT current_setting('server_version'), current_setting('server_version_num')::int")
    if number < OLDEST * 10000:
        return bad("Database", f"PostgreSQL {version}", f"Watchkeep needs PostgreSQL {OLDEST} or newer.")
    return fine("Database", f"PostgreSQL {version}")


def _extensions() -> Iterator[Finding]:
    (available,) = _row("SELECT array_agg(name) FROM pg_available_extensions")
    if missing := [name for name in EXTENSIONS if name not in (available or [])]:
        yield bad(
            "Extensions", f"{', '.join(missing)} cannot be had", "Install PostgreSQL's contrib package on its server."
        )


def _clock() -> Finding:
    asked = time.time()
    (theirs,) = _row("SELECT extract(epoch FROM clock_timestamp())::float8")
    skew = theirs - (asked + time.time()) / 2
    if abs(skew) > SKEW:
        ahead = "ahead of" if skew > 0 else "behind"
        return bad("Clock", f"the database is {abs(skew):.1f} s {ahead} this machine", "Let both keep time with NTP.")
    return fine("Clock", "this machine and the database agree")


def _worker() -> Finding:
    beats = inside.find("watchkeep.kernel.models.Beat").objects.order_by("-at")
    last = beats.first()
    if last is None or clock.now() - last.at > SILENT_AFTER:
        since = f"since {last.at:%Y-%m-%d %H:%M:%S} UTC" if last else "ever"
        return uneasy("Worker", f"none has been heard of {since}", "Start one: watchkeep up, or watchkeep work.")
    living = beats.filter(at__gt=clock.now() - SILENT_AFTER).count()
    return fine("Worker", f"{living} alive, last heard of {(clock.now() - last.at).total_seconds():.0f} s ago")


def _failed() -> Finding:
    count = inside.find("watchkeep.kernel.models.Failure").objects.count()
    if count:
        return uneasy("Jobs", f"{count} failed and are kept", "Look at them in Settings, Dead letters.")
    return fine("Jobs", "none has failed")


def _row(question: str) -> tuple:  # type: ignore[type-arg]  # whatever was asked for
    with connection.cursor() as cursor:
        cursor.execute(question)
        return tuple(cursor.fetchone())
