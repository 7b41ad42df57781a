"""Maintenance: it begins and ends by itself; a window planned inside leaves a draft, and never its reason, outside.

A window that was planned as public needs nobody more: it is announced at once, in the words of the template.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.announcements import queries
from watchkeep.duty.announcements.life import replanning, saying, telling
from watchkeep.duty.announcements.life.steps import LIFE
from watchkeep.duty.announcements.models import Announcement, Component, Kind, State, StatusPage, Worth
from watchkeep.duty.announcements.permissions import P
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused


@transaction.atomic
def propose_for_window(window: MaintenanceWindow) -> int:
    """Leave a draft on each page that shows something of what is worked on, or announce it. Returns how many."""
    held = _held(window)
    if held.cancelled_at is not None:
        return 0
    hit = queries.components_behind(_worked_on(held))
    done = set(Announcement.objects.filter(window=held).values_list("page_id", flat=True))
    pages = {one.page_id: one.page for one in hit if one.page_id not in done}
    for page in pages.values():
        _propose(page, held, [one for one in hit if one.page_id == page.pk])
    return len(pages)


@transaction.atomic
def follow_window(window: MaintenanceWindow) -> None:
    """The window is at another time or over something else: what was announced of it follows, and says so once.

    Pages that show something of it only now get a draft of their own.
    """
    held = _held(window)
    if held.cancelled_at is not None:
        return
    hit = queries.components_behind(_worked_on(held))
    for announcement in Announcement.objects.filter(window=held).order_by("pk").select_for_update():
        replanning.follow(announcement, held, [one for one in hit if one.page_id == announcement.page_id])
    propose_for_window(held)


@transaction.atomic
def reschedule(announcement: Announcement, *, by: Actor, scheduled_for: datetime, scheduled_until: datetime) -> None:
    """Move a maintenance that has not begun. The public is told, if it knew of it."""
    by.need(P.PUBLISH, _("move what is announced"))
    if announcement.kind != Kind.MAINTENANCE or announcement.state not in (State.DRAFT, State.SCHEDULED):
        raise Refused(_("It has begun, or is over."))
    if scheduled_until <= scheduled_for:
        raise Refused(_("It must end after it starts."), field="scheduled_until")
    replanning.set_times(announcement, scheduled_for, scheduled_until, by=by)
    if announcement.state == State.SCHEDULED:
        telling.tell_by_template(announcement, "scheduled", "moved", by=by)


@transaction.atomic
def call_off(window: MaintenanceWindow) -> None:
    """Nothing is done then, or the work ended early: what was announced ends, and drafts go."""
    for announcement in Announcement.objects.filter(window=window).order_by("pk").select_for_update():
        replanning.end(announcement)


@transaction.atomic
def step_due(limit: int = 50) -> int:
    """Begin and end the maintenance whose moment has come. Returns how many.

    What is put off or called off when it should begin does not take place then. A window that is being planned
    otherwise at this very moment is left until that is done, and one that has been is waited for.
    """
    now = clock.now()
    due = Announcement.objects.due(now).order_by("next_step_at")
    rows = list(due.select_for_update(skip_locked=True)[:limit])
    ids = [one.window_id for one in rows if one.window_id]
    held = MaintenanceWindow.objects.filter(pk__in=ids).order_by("pk").select_for_update(skip_locked=True, no_key=True)
    windows = held.in_bulk()
    rows = [one for one in rows if one.window_id is None or one.window_id in windows]
    for announcement in rows:
        _step(announcement, windows.get(announcement.window_id or 0), now)
    return len(rows)


def _step(announcement: Announcement, window: MaintenanceWindow | None, now: datetime) -> None:
    is_ahead = announcement.state == State.SCHEDULED
    if is_ahead and window and window.cancelled_at is not None:
        telling.tell_by_template(announcement, "completed", "called_off", by=CLOCK)
        return
    phase = "in_progress" if is_ahead else "completed"
    stands_until = window and window.cancelled_at is None and (window.starts_at if is_ahead else window.ends_at)
    if stands_until and stands_until > now:
        Announcement.objects.filter(pk=announcement.pk).update(next_step_at=stands_until)
    elif LIFE.may(announcement, phase, CLOCK) and announcement.is_open:
        telling.tell_by_template(announcement, phase, phase, by=CLOCK)
    else:
        Announcement.objects.filter(pk=announcement.pk).update(next_step_at=None)


def _worked_on(window: MaintenanceWindow) -> set[int]:
    """The services that are worked on, and those that stand on the items that are."""
    items = [*window.items.values_list("pk", flat=True)]
    own = set(window.services.values_list("pk", flat=True))
    return own | (services.hit_by(items=items) if items else set())


def _propose(page: StatusPage, window: MaintenanceWindow, components: Sequence[Component]) -> None:
    first, *others = languages = queries.languages_of(page)
    titles, bodies = telling.titles(components, languages), telling.bodies("scheduled", components, languages)
    saying.announce(
        page, by=telling.SPEAKER if window.is_public else telling.PROPOSER,
        kind=Kind.MAINTENANCE, title=titles[first], body=bodies[first], phase=State.SCHEDULED,
        effects={one.pk: Worth.MAINTENANCE for one in components}, window=window,
        translations={code: {"title": titles[code], "body": bodies[code]} for code in others},
        scheduled_for=window.starts_at, scheduled_until=window.ends_at,
    )  # fmt: skip


def _held(window: MaintenanceWindow) -> MaintenanceWindow:
    """The window as it is now, and stays until what is announced of it has followed."""
    return MaintenanceWindow.objects.select_for_update(no_key=True).get(pk=window.pk)
