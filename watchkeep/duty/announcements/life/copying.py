"""Copies of a page: wanted by every change, written soon after, tried again until they stand."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from watchkeep.duty.announcements import events
from watchkeep.duty.announcements.models import Copy, StatusPage
from watchkeep.duty.announcements.permissions import P
from watchkeep.kernel import clock, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

TOGETHER = timedelta(seconds=1)
"""Changes within this time are written as one."""
LEASE = timedelta(minutes=3)
REFRESH = timedelta(hours=3)
"""A copy is also written anew this often, so that its days move on."""
FIRST_SECONDS, LONGEST_SECONDS = 5, 900


def want_copies(page_id: int) -> None:
    """Something that the public sees has changed: every copy of the page is wanted anew."""
    now = clock.now()
    soon = now + TOGETHER
    fresh = Copy.objects.filter(page=page_id)
    fresh.update(revision=F("revision") + 1, wanted_at=Coalesce("wanted_at", now))
    fresh.filter(attempts=0, due_at__gt=soon).update(due_at=soon)
    fresh.filter(due_at=None).update(due_at=soon)
    queue.nudge("copies")


@transaction.atomic
def add_bucket(page: StatusPage, *, by: Actor, **values: Any) -> Copy:
    """Copy a page to a bucket as well. The credentials are kept encrypted."""
    by.need(P.MANAGE, _("change where pages are copied to"))
    if not values.get("bucket"):
        raise Refused(_("Give the bucket."), field="bucket")
    values["prefix"] = values.get("prefix", "").strip().strip("/")
    place = {name: values.get(name, "") for name in ("endpoint", "bucket", "prefix")}
    copy = Copy.objects.filter(page=page, is_leaving=True, **place).first() or Copy(page=page, kind=Copy.Kind.S3)
    copy.wanted_at = copy.due_at = clock.now()
    copy.revision, copy.is_leaving = copy.revision + 1, False
    save(copy, **values)
    tell(events.CopyAdded(record=page.pk, by=by, copy=copy.pk, to=str(copy)[:200]))
    queue.nudge("copies")
    return copy


@transaction.atomic
def remove_bucket(copy: Copy, *, by: Actor) -> None:
    """Copy there no more, and take away what was put there. What cannot be emptied is forgotten the second time."""
    by.need(P.MANAGE, _("change where pages are copied to"))
    if copy.kind == Copy.Kind.FOLDER:
        raise Refused(_("The folder is always written."))
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    stays = copy.is_leaving and bool(copy.keys)
    tell(events.CopyRemoved(record=copy.page_id, by=by, copy=copy.pk, to=str(copy)[:200], stays=stays))
    if copy.is_leaving or not copy.keys:
        copy.delete()
        return
    now = clock.now()
    fresh = {"revision": F("revision") + 1, "wanted_at": now, "due_at": now, "attempts": 0, "error": ""}
    Copy.objects.filter(pk=copy.pk).update(is_leaving=True, **fresh)
    queue.nudge("copies")


@transaction.atomic
def copy_again(copy: Copy, *, by: Actor) -> None:
    """Write a copy now, because somebody asks for it."""
    by.need(P.MANAGE, _("change where pages are copied to"))
    Copy.objects.filter(pk=copy.pk).update(due_at=clock.now())
    queue.nudge("copies")


@transaction.atomic
def take_copy() -> Copy | None:
    """Take a copy that is due; nobody else will while the lease lasts. If the process dies, it is due again then."""
    now = clock.now()
    due = Copy.objects.due(now).order_by("due_at").select_related("page")
    copy = due.select_for_update(of=("self",), skip_locked=True).first()
    if copy:
        copy.due_at = now + LEASE
        copy.save(update_fields=["due_at"])
    return copy


def note_keys(copy: Copy, keys: Collection[str]) -> None:
    """Remember which files lie in a bucket, or may: before they are put there, so that a dead process leaves none."""
    Copy.objects.filter(pk=copy.pk).update(keys=sorted(keys))


@transaction.atomic
def settle_copy(copy: Copy, *, error: str = "") -> None:
    """Say whether it stands or is gone. A change that came meanwhile is due at once; a failure, later and later."""
    now = clock.now()
    mine = Copy.objects.filter(pk=copy.pk)
    if error:
        wait = min(FIRST_SECONDS * 2**copy.attempts, LONGEST_SECONDS)
        mine.update(attempts=F("attempts") + 1, due_at=now + timedelta(seconds=wait), error=error[:300])
        if copy.attempts == 0:
            tell(events.CopyFailed(record=copy.page_id, by=CLOCK, copy=copy.pk, to=str(copy)[:200], why=error[:200]))
        return
    if copy.is_leaving:
        mine.filter(is_leaving=True).delete()
        return
    done = {"attempts": 0, "copied_at": now, "error": ""}
    if not mine.filter(revision=copy.revision).update(**done, wanted_at=None, due_at=now + REFRESH):
        mine.update(**done, due_at=now)
    if copy.attempts:
        tell(events.CopyRecovered(record=copy.page_id, by=CLOCK, copy=copy.pk, to=str(copy)[:200]))
