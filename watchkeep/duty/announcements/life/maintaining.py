"""Maintenance: it begins and ends by itself; a window planned inside leaves a draft, and never its reason, outside.

A window that was planned as public needs nobody more: it is announced at once, in the words of the template.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.announcements import events, queries
from watchkeep.duty.announcements.life import saying
from watchkeep.duty.announcements.life.steps import LIFE
from watchkeep.duty.announcements.models import Announcement, Component, Kind, State, StatusPage, Update, Worth
from watchkeep.duty.announcements.permissions import P
from watchkeep.duty.announcements.rules import drafts
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

PROPOSER = Actor.system("announcements", "Watchkeep", may=(P.DRAFT,))
"""Watchkeep itself, when it leaves words that a person must approve."""
SPEAKER = Actor.system("announcements", "Watchkeep", may=(P.DRAFT, P.PUBLISH))
"""Watchkeep itself, when whoever planned the window has said that the public is to know."""


@transaction.atomic
def propose_for_window(window: MaintenanceWindow) -> int:
    """Leave a draft on each page that shows something of what is worked on, or announce it. Returns how many."""
    hit = queries.components_behind(_worked_on(window))
    done = set(Announcement.objects.filter(window=window).values_list("page_id", flat=True))
    pages = {one.page_id: one.page for one in hit if one.page_id not in done}
    for page in pages.values():
        _propose(page, window, [one for one in hit if one.page_id == page.pk])
    return len(pages)


@transaction.atomic
def follow_window(window: MaintenanceWindow) -> None:
    """The window is at another time: so is what was announced of it. New services may need a draft of their own."""
    for announcement in Announcement.objects.filter(window=window, state__in=(State.DRAFT, State.SCHEDULED)):
        if (announcement.scheduled_for, announcement.scheduled_until) != (window.starts_at, window.ends_at):
            reschedule(announcement, by=CLOCK, scheduled_for=window.starts_at, scheduled_until=window.ends_at)
        if window.is_public and announcement.state == State.DRAFT:
            for update in announcement.updates.filter(state=Update.State.DRAFT):
                saying.publish(update, by=SPEAKER)
    propose_for_window(window)


@transaction.atomic
def reschedule(announcement: Announcement, *, by: Actor, scheduled_for: datetime, scheduled_until: datetime) -> None:
    """Move a maintenance that has not begun. The public is told, if it knew of it."""
    by.need(P.PUBLISH, _("move what is announced"))
    if announcement.kind != Kind.MAINTENANCE or announcement.state not in (State.DRAFT, State.SCHEDULED):
        raise Refused(_("It has begun, or is over."))
    if scheduled_until <= scheduled_for:
        raise Refused(_("It must end after it starts."), field="scheduled_until")
    announcement.scheduled_for, announcement.scheduled_until = scheduled_for, scheduled_until
    announcement.save(update_fields=["scheduled_for", "scheduled_until"])
    tell(events.Rescheduled(record=announcement.pk, by=by, page=announcement.page_id))
    if announcement.state == State.SCHEDULED:
        _say(announcement, "scheduled", "moved", by=by)


@transaction.atomic
def call_off(window: MaintenanceWindow) -> None:
    """Nothing is done then, or the work ended early: what was announced ends, and drafts go."""
    for announcement in Announcement.objects.filter(window=window):
        if announcement.state == State.DRAFT:
            for update in announcement.updates.filter(state=Update.State.DRAFT):
                saying.discard(update, by=CLOCK)
        elif announcement.state == State.SCHEDULED:
            _say(announcement, "completed", "called_off", by=CLOCK)
        elif announcement.is_open:
            _say(announcement, "completed", "completed", by=CLOCK)


@transaction.atomic
def step_due(limit: int = 50) -> int:
    """Begin and end the maintenance whose moment has come. Returns how many.

    What is put off when it should begin does not take place then.
    """
    now = clock.now()
    due = Announcement.objects.due(now).order_by("next_step_at").select_related("window")
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:limit])
    for announcement in rows:
        if announcement.state == State.SCHEDULED and announcement.window and announcement.window.is_put_off:
            _say(announcement, "completed", "called_off", by=CLOCK)
            continue
        phase = "in_progress" if announcement.state == State.SCHEDULED else "completed"
        if LIFE.may(announcement, phase, CLOCK) and announcement.is_open:
            _say(announcement, phase, phase, by=CLOCK)
        else:
            Announcement.objects.filter(pk=announcement.pk).update(next_step_at=None)
    return len(rows)


def _worked_on(window: MaintenanceWindow) -> set[int]:
    """The services that are worked on, and those that stand on the items that are."""
    items = [*window.items.values_list("pk", flat=True)]
    own = set(window.services.values_list("pk", flat=True))
    return own | (services.hit_by(items=items) if items else set())


def _propose(page: StatusPage, window: MaintenanceWindow, components: Sequence[Component]) -> None:
    first, *others = queries.languages_of(page)
    body, bodies = saying.drafted("scheduled", [queries.name_in(one, first) for one in components], [first, *others])
    titles = {code: drafts.title("maintenance", _names(components, code), code) for code in (first, *others)}
    saying.announce(
        page, by=SPEAKER if window.is_public else PROPOSER,
        kind=Kind.MAINTENANCE, title=titles[first], body=body, phase=State.SCHEDULED,
        effects={one.pk: Worth.MAINTENANCE for one in components}, window=window,
        translations={code: {"title": titles[code], **bodies[code]} for code in others},
        scheduled_for=window.starts_at, scheduled_until=window.ends_at,
    )  # fmt: skip


def _say(announcement: Announcement, phase: str, words: str, *, by: Actor) -> None:
    """Say by template what happened by itself, in every language of the page."""
    components = list(announcement.components.all())
    first, *others = queries.languages_of(announcement.page)
    saying.post(
        announcement, by=by, phase=phase, body=drafts.body(words, _names(components, first), first),
        translations={code: {"body": drafts.body(words, _names(components, code), code)} for code in others},
    )  # fmt: skip


def _names(components: Sequence[Component], language: str) -> list[str]:
    return [queries.name_in(one, language) for one in components]
