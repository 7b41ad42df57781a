"""Sweeps over what tickets leave behind."""

from datetime import timedelta

from django.core.files.storage import default_storage

from watchkeep.kernel import clock
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Attachment

FOLDERS = 256
SECONDS_A_FOLDER = 300  # so that all are looked at within a day
GRACE = timedelta(days=1)


def drop_orphans() -> int:
    """Delete files that no attachment knows: the process that kept one died, or gave up, before its row was committed.

    Looks at one of 256 folders a run. A file gets a day to find its row; if the process dies here, the next round
    finds the rest.
    """
    folder = f"attachments/{int(clock.now().timestamp()) // SECONDS_A_FOLDER % FOLDERS:02x}"
    if not default_storage.exists(folder):
        return 0
    old = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    old = {name for name in old if default_storage.get_modified_time(name) < clock.now() - GRACE}
    for orphan in old - set(Attachment.objects.filter(file__in=old).values_list("file", flat=True)):
        default_storage.delete(orphan)
    return 0


def forget_old_drafts() -> int:
    """Forget what nobody has written on for a month; return how many. A lost round is made up by the next."""
    return life.forget_old_drafts()
