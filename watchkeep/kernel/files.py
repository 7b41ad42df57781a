"""Files beside rows: kept under names that say nothing, and swept when no row knows them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db import transaction

from watchkeep.kernel import clock

if TYPE_CHECKING:
    from django.core.files import File
    from django.db.models import QuerySet

FOLDERS = 256
SECONDS_A_FOLDER = 300  # so that all are looked at within a day
GRACE = timedelta(days=1)


def place(folder: str) -> str:
    """A new place in a folder: a name that says nothing and cannot be guessed."""
    name = secrets.token_hex(20)
    return f"{folder}/{name[:2]}/{name[2:]}"


def digest(file: File[bytes]) -> str:
    """The SHA-256 of what is in it, in hexadecimal; the file stands at its beginning again."""
    file.seek(0)
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def keep(row: Any, file: File[bytes]) -> None:
    """Save a file as the ``file`` of a row, and the row; the file goes again when the row cannot be written."""
    row.file.save(row.name, file, save=False)
    try:
        row.save()
    except Exception:
        row.file.delete(save=False)
        raise


def drop(row: Any) -> None:
    """Delete a row, and its file once that is committed."""
    path = str(row.file.name)
    row.delete()
    transaction.on_commit(lambda: default_storage.delete(path))


def drop_orphans(folder: str, rows: QuerySet[Any]) -> int:
    """Delete files that no row knows: the process that kept one died, or gave up, before its row was committed.

    Looks at one of 256 folders a run; returns how many went. A file gets a day to find its row; if the process dies
    here, the next round finds the rest.
    """
    part = f"{folder}/{int(clock.now().timestamp()) // SECONDS_A_FOLDER % FOLDERS:02x}"
    if not default_storage.exists(part):
        return 0
    old = {f"{part}/{name}" for name in default_storage.listdir(part)[1]}
    old = {name for name in old if default_storage.get_modified_time(name) < clock.now() - GRACE}
    orphans = old - set(rows.filter(file__in=old).values_list("file", flat=True))
    for orphan in orphans:
        default_storage.delete(orphan)
    return len(orphans)
