"""Sweeps over titles, uses, positions and days. The cost grows with what changed, never with what is installed.

If the process dies in one of them its transaction never was, and the next sweep finds the same rows due.
"""

from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Document
from watchkeep.kernel import files


def read_due() -> int:
    """Read titles that are new or concerned by another rule. Returns how many were due."""
    return life.read_due()


def count() -> int:
    """Count titles that came or went somewhere. Returns how many."""
    return life.count()


def note_due() -> int:
    """Note anew who uses products whose titles are read otherwise now. Returns how many were due."""
    return life.note_due()


def reckon_due() -> int:
    """Reckon positions that may be others today. Returns how many were due."""
    return life.reckon_due()


def recount_due() -> int:
    """Count past days anew of which something was corrected. Returns how many days that were."""
    return life.recount_due()


def keep_days() -> int:
    """Warn of days that come near. Returns how many were due."""
    return life.keep_days()


def remind_due() -> int:
    """Remind the reviewers of audits. Returns how many campaigns were due."""
    return life.remind_due()


def forget_uploads() -> int:
    """Let files go that were handed in long ago. Returns how many."""
    return life.forget_old()


def read_applications() -> int:
    """Read applications that are concerned by another rule. Returns how many were due."""
    return life.read_applications()


def forget_waiting() -> int:
    """Let sign-ins go of which nobody has said for long what they mean. Returns how many."""
    return life.forget_waiting()


def drop_orphans() -> int:
    """Delete papers that no entitlement knows, a folder at a time. Returns 0: the next has its own turn."""
    files.drop_orphans(Document.FOLDER, Document.objects.all())
    return 0
