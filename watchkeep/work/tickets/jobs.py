"""Sweeps over what tickets leave behind."""

from watchkeep.kernel import files
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Attachment


def drop_orphans() -> int:
    """Delete files that no attachment knows, a folder at a time. Returns 0: the next folder has its own turn."""
    files.drop_orphans("attachments", Attachment.objects.all())
    return 0


def forget_old_drafts() -> int:
    """Forget what nobody has written on for a month; return how many. A lost round is made up by the next."""
    return life.forget_old_drafts()
