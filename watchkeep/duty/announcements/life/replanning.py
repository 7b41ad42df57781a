"""A window is planned otherwise: what was announced of it follows, and the public reads once what has changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from watchkeep.duty.announcements import events, queries
from watchkeep.duty.announcements.life import saying, telling
from watchkeep.duty.announcements.models import Announcement, Component, State, Update, Worth
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell

_BEGUN = (State.IN_PROGRESS, State.VERIFYING)


def follow(announcement: Announcement, window: MaintenanceWindow, shown: Sequence[Component]) -> None:
    """Bring what is announced, and held, in line with its window; ``shown`` is what its page shows of that."""
    is_ahead = window.starts_at > clock.now()
    if announcement.state == State.DISCARDED:
        return
    if announcement.state == State.COMPLETED:
        if is_ahead and _was_ended_by_itself(announcement):
            _let_go(announcement)
    elif not shown or (announcement.state in _BEGUN and is_ahead):
        end(announcement, "called_off")
        _let_go(announcement)
    else:
        _keep_in_line(announcement, window, shown)


def end(announcement: Announcement, begun: str = "completed") -> None:
    """What was announced ends, and drafts go. ``begun`` is what is said of what is being worked on."""
    if announcement.state == State.DRAFT:
        for update in announcement.updates.filter(state=Update.State.DRAFT):
            saying.discard(update, by=CLOCK)
    elif announcement.is_open:
        words = "called_off" if announcement.state == State.SCHEDULED else begun
        telling.tell_by_template(announcement, "completed", words, by=CLOCK)


def set_times(announcement: Announcement, scheduled_for: datetime, scheduled_until: datetime, *, by: Actor) -> None:
    """It takes place then."""
    announcement.scheduled_for, announcement.scheduled_until = scheduled_for, scheduled_until
    announcement.save(update_fields=["scheduled_for", "scheduled_until"])
    tell(events.Rescheduled(record=announcement.pk, by=by, page=announcement.page_id))


def _keep_in_line(announcement: Announcement, window: MaintenanceWindow, shown: Sequence[Component]) -> None:
    """What has not begun moves with the window, what has ends with it; both are about what the window is over."""
    has_begun, known = announcement.state in _BEGUN, _known(announcement)
    begins_at = announcement.scheduled_for if has_begun else window.starts_at
    is_moved = (announcement.scheduled_for, announcement.scheduled_until) != (begins_at, window.ends_at)
    is_other = {one.pk for one in known} != {one.pk for one in shown}
    if is_moved:
        set_times(announcement, begins_at or window.starts_at, window.ends_at, by=CLOCK)
    if is_other:
        _retitle(announcement, known, shown)
    if announcement.state == State.DRAFT:
        _redraft(announcement, known, shown)
        if window.is_public:
            for update in announcement.updates.filter(state=Update.State.DRAFT):
                saying.publish(update, by=telling.SPEAKER)
    elif is_other:
        before = {one.component_id: one.status for one in announcement.effects.all()}
        now_on = _instead(before, known, shown)
        telling.tell_by_template(announcement, announcement.state, "altered", by=telling.SPEAKER, effects=now_on)
    elif is_moved:
        words = "prolonged" if has_begun else "moved"
        telling.tell_by_template(announcement, announcement.state, words, by=CLOCK)


def _known(announcement: Announcement) -> list[Component]:
    """The components of which Watchkeep itself said last that they are worked on, whatever a person made of it."""
    last = announcement.updates.filter(by=telling.SPEAKER.key).order_by("-pk").first()
    ids = [one["component"] for one in last.effects] if last else []
    return list(Component.objects.filter(pk__in=ids).order_by("position", "pk"))


def _instead(effects: Mapping[int, str], known: Sequence[Component], shown: Sequence[Component]) -> dict[int, str]:
    """How components fare with the change: what a person added or left out stays so."""
    before, after = {one.pk for one in known}, {one.pk for one in shown}
    kept = {pk: status for pk, status in effects.items() if pk in after or pk not in before}
    return kept | dict.fromkeys(sorted(after - before), Worth.MAINTENANCE.value)


def _retitle(announcement: Announcement, known: Sequence[Component], shown: Sequence[Component]) -> None:
    """A title that names the components names the others, where no person has chosen other words."""
    first, *others = languages = queries.languages_of(announcement.page)
    was, now = telling.titles(known, languages), telling.titles(shown, languages)
    if announcement.title == was[first]:
        announcement.title = now[first]
    for code in others:
        if announcement.translations.get(code) == {"title": was[code]}:
            announcement.translations[code] = {"title": now[code]}
    announcement.save(update_fields=["title", "translations"])


def _redraft(announcement: Announcement, known: Sequence[Component], shown: Sequence[Component]) -> None:
    """Words that wait for a person are about the others, too, where nobody has changed them."""
    first, *others = languages = queries.languages_of(announcement.page)
    was, now = (telling.bodies("scheduled", some, languages) for some in (known, shown))
    for update in announcement.updates.filter(state=Update.State.DRAFT, by=telling.PROPOSER.key):
        before = {int(one["component"]): str(one["status"]) for one in update.effects}
        after = _instead(before, known, shown)
        update.effects = [{"component": pk, "status": status} for pk, status in after.items()]
        update.save(update_fields=["effects"])
        if (update.body, update.translations) == (was[first], {code: {"body": was[code]} for code in others}):
            said = {code: {"body": now[code]} for code in others}
            saying.revise(update, by=telling.PROPOSER, body=now[first], translations=said)


def _was_ended_by_itself(announcement: Announcement) -> bool:
    """Whether no person said that it is over."""
    said = announcement.updates.filter(state=Update.State.PUBLISHED).first()
    return said is not None and not said.published_by.startswith("person:")


def _let_go(announcement: Announcement) -> None:
    """It is over, and its window may be announced anew."""
    Announcement.objects.filter(pk=announcement.pk).update(window=None)
