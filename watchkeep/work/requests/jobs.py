"""Sweeps over requests that are due, items to look at again, and files whose request never came."""

from watchkeep.kernel import clock, files
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests import life
from watchkeep.work.requests.models import CatalogueItem, Picture, Request, Upload

BATCH = 100


def close_due() -> int:
    """Close fulfilled requests whose grace period is over; return how many.

    If the process dies between two of them, the rest is found due by the next sweep.
    """
    due = list(Request.objects.due_to_close(clock.now())[:BATCH])
    for request in due:
        try:
            life.close(request, by=CLOCK)
        except Refused:  # somebody was first, or it was reopened
            Request.objects.filter(pk=request.pk).exclude(ticket__state="resolved").update(close_after=None)
    return len(due)


def keep_catalogue() -> int:
    """Ask owners to look at their items again; drop files that nobody asked anything with. Returns how many."""
    items = list(CatalogueItem.objects.due_for_review(clock.now().date())[:BATCH])
    for item in items:
        life.remind_of_review(item)
    old = list(Upload.objects.due_to_drop(clock.now())[:BATCH])
    for upload in old:
        upload.file.delete(save=False)
        upload.delete()
    return len(items) + len(old)


def drop_orphans() -> int:
    """Delete pictures and given files that no row knows, a folder at a time. Returns 0: the next has its own turn."""
    files.drop_orphans("uploads", Upload.objects.all())
    files.drop_orphans("catalogue", Picture.objects.all())
    return 0
