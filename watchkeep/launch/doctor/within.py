"""What only the database can tell: its version, extensions and clock, migrations, workers, work that failed."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection

from watchkeep.kernel import clock
from watchkeep.launch import inside, prepare
from watchkeep.launch.doctor.findings import Finding, bad, fine, uneasy
from watchkeep.launch.postgres.binaries import OLDEST

EXTENSIONS = ("btree_gin", "btree_gist", "citext", "pg_trgm")
SILENT_AFTER = timedelta(seconds=30)
UNSORTED_AFTER = timedelta(minutes=5)
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
    yield from _mailboxes()


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


def _mailboxes() -> Iterator[Finding]:
    """Mail that does not come is noticed by nobody: whether each mailbox is fetched, and whether mail is sorted."""
    boxes = inside.find("watchkeep.work.correspondence.models.Mailbox").objects.filter(is_active=True)
    count, failing = boxes.count(), boxes.filter(failing_since__isnull=False)
    for box in failing[:5]:
        since = f"not fetched since {box.failing_since:%Y-%m-%d %H:%M} UTC: {box.trouble}"
        yield bad("Mail", f"{box.name} is {since}", "Look at it in Settings, Mailboxes.")
    if boxes.filter(way="handed").exists() and not settings.MAIL_LISTEN:
        yield uneasy("Mail", "a mailbox waits for a mail server, and nobody listens", "Set WATCHKEEP_MAIL_LISTEN.")
    mails = inside.find("watchkeep.work.correspondence.models.Mail").objects
    waiting = mails.filter(state="received", received_at__lt=clock.now() - UNSORTED_AFTER).count()
    if waiting:
        yield uneasy("Mail", f"{waiting} messages wait to be sorted", "Is a worker running? Its log says why.")
    elif count and not failing:
        yield fine("Mail", f"{count} mailboxes, all of them fetched" if count > 1 else "the mailbox is fetched")


def _row(question: str) -> tuple:  # type: ignore[type-arg]  # whatever was asked for
    with connection.cursor() as cursor:
        cursor.execute(question)
        return tuple(cursor.fetchone())
