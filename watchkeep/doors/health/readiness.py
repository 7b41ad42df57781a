"""What must hold before traffic is sent here."""

from datetime import timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from watchkeep.kernel import clock
from watchkeep.kernel.models import Beat

SILENCE = timedelta(seconds=30)
OK = "ok"


def check() -> dict[str, str]:
    """Each check with ``ok`` or, in words, what is wrong."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
        return {"database": OK, "migrations": _migrations(applied), "worker": _worker()}
    except DatabaseError as error:
        return {"database": f"cannot be reached: {type(error).__name__}"}


def _migrations(applied: set[tuple[str, str]]) -> str:
    missing = _known() - applied
    return OK if not missing else f"{len(missing)} not applied: run watchkeep migrate"


@cache
def _known() -> frozenset[tuple[str, str]]:
    """The migrations of this program; the files do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _worker() -> str:
    newest = Beat.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is None:
        return "none has shown a sign of life: run watchkeep work"
    silent = clock.now() - newest
    return OK if silent < SILENCE else f"silent for {int(silent.total_seconds())} s: run watchkeep work"
