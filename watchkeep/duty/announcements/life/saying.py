"""Saying something to the public. Whoever may publish does; words of everybody else wait for somebody who may."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.announcements import events
from watchkeep.duty.announcements.life.standing import impact_of, reckon
from watchkeep.duty.announcements.life.steps import LIFE, UPDATES, phases_of
from watchkeep.duty.announcements.models import (
    Announcement,
    Component,
    Effect,
    Impact,
    Kind,
    State,
    StatusPage,
    Update,
    Worth,
)
from watchkeep.duty.announcements.models.pages import said
from watchkeep.duty.announcements.permissions import P
from watchkeep.duty.announcements.rules import drafts
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import refuse_unread, save
from watchkeep.work.tickets.models import Ticket

Effects = Mapping[int, str]
"""How components fare, by their id."""


@transaction.atomic
def announce(
    page: StatusPage,
    *,
    by: Actor,
    title: str,
    body: str,
    phase: str,
    effects: Effects,
    kind: str = Kind.INCIDENT,
    impact: str = Impact.NONE,
    translations: Mapping[str, Mapping[str, str]] | None = None,
    scheduled_for: datetime | None = None,
    scheduled_until: datetime | None = None,
    ticket: Ticket | None = None,
    window: MaintenanceWindow | None = None,
) -> Announcement:
    """Announce an incident or a maintenance, with its first update. ``translations``: title and body by language."""
    by.need(P.DRAFT, _("write for the public"))
    if kind == Kind.MAINTENANCE and not (scheduled_for and scheduled_until and scheduled_until > scheduled_for):
        raise Refused(_("Maintenance has a beginning, and an end after it."), field="scheduled_until")
    announcement = Announcement(page=page, kind=kind, ticket=ticket, window=window)
    texts = translations or {}
    save(
        announcement,
        title=title.strip(),
        impact=impact,
        translations=_only(texts, "title"),
        scheduled_for=scheduled_for,
        scheduled_until=scheduled_until,
    )
    _write(announcement, by=by, phase=phase, body=body, effects=effects, translations=_only(texts, "body"))
    return announcement


@transaction.atomic
def post(
    announcement: Announcement,
    *,
    by: Actor,
    phase: str,
    body: str,
    effects: Effects | None = None,
    translations: Mapping[str, Mapping[str, str]] | None = None,
    comment: int | None = None,
) -> Update:
    """Say something more. Without ``effects`` the components stay as the last update left them."""
    by.need(P.DRAFT, _("write for the public"))
    if not announcement.is_shown and announcement.state != State.DRAFT:
        raise Refused(_("This announcement was discarded."))
    before = {one.component_id: one.status for one in announcement.effects.all()}
    return _write(
        announcement, by=by, phase=phase, body=body, effects=before if effects is None else effects,
        translations=_only(translations or {}, "body"), comment=comment,
    )  # fmt: skip


@transaction.atomic
def revise(
    update: Update, *, by: Actor, body: str, translations: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Change the words of a draft before it is published."""
    UPDATES.move(
        update, "revise", by=by, body=_text(body), translations=_only(translations or update.translations, "body")
    )


@transaction.atomic
def publish(update: Update, *, by: Actor, seen: str = "") -> Update:
    """Let the public read it: the announcement and its components stand as it says from now on.

    ``seen`` is the mark of the words that whoever publishes has read: others are refused.
    """
    refuse_unread(update, seen, "body", "translations")
    now = clock.now()
    announcement = Announcement.objects.select_for_update().select_related("page").get(pk=update.announcement_id)
    UPDATES.move(update, "publish", by=by, published_at=now, published_by=by.key)
    was = announcement.state
    LIFE.move(announcement, update.phase, by=by, **_times(announcement, update.phase, now))
    effects = {int(one["component"]): str(one["status"]) for one in update.effects}
    touched = _take_effect(announcement, effects)
    stood = reckon(touched, by=by)
    update.effects = _told(effects, stood)
    update.save(update_fields=["effects"])
    announcement.impact = _graver(announcement, effects)
    announcement.save(update_fields=["impact"])
    StatusPage.objects.filter(pk=announcement.page_id).update(changed_at=now)
    _tell_published(announcement, update, was, list(effects), by)
    return update


@transaction.atomic
def discard(update: Update, *, by: Actor, reason: str = "") -> None:
    """Decide that these words will not be published. An announcement that never was goes with them."""
    UPDATES.move(update, "discard", by=by)
    announcement = update.announcement
    waiting = announcement.updates.filter(state=Update.State.DRAFT).exists()
    if announcement.state == State.DRAFT and not waiting:
        LIFE.move(announcement, "discard", by=by, changed_at=clock.now(), next_step_at=None)
    tell(events.Discarded(
        record=announcement.pk, by=by, page=announcement.page_id, update=update.pk, reason=reason[:200]
    ))  # fmt: skip


def drafted(phase: str, names: Sequence[str], languages: Sequence[str]) -> tuple[str, dict[str, dict[str, str]]]:
    """The draft of an update in a page's first language, and in the others."""
    first, *others = languages
    return drafts.body(phase, names, first), {code: {"body": drafts.body(phase, names, code)} for code in others}


def draft(kind: str, phase: str, components: Sequence[Component], language: str) -> tuple[str, str]:
    """The draft of a title and of what is said in a phase, naming these components, in one language."""
    names = [said(one, "name", language) for one in components]
    return drafts.title(kind, names, language), drafts.body(phase, names, language)


def _write(
    announcement: Announcement, *, by: Actor, phase: str, body: str, effects: Effects,
    translations: dict[str, dict[str, str]], comment: int | None = None,
) -> Update:  # fmt: skip
    """Write it down, and let it out at once when the writer may."""
    if phase not in phases_of(announcement.kind):
        raise Refused(_("There is no such phase."), field="phase")
    update = Update.objects.create(
        announcement=announcement,
        phase=phase,
        body=_text(body),
        translations=translations,
        effects=_checked(announcement, effects),
        by=by.key,
        comment=comment,
    )
    if by.may(P.PUBLISH):
        publish(update, by=by)
        announcement.refresh_from_db()
        return update
    ticket = announcement.ticket_id
    tell(events.Drafted(
        record=announcement.pk, by=by, page=announcement.page_id, update=update.pk, phase=phase, ticket=ticket
    ))  # fmt: skip
    if ticket:
        tell(events.WordsProposed(
            record=ticket, by=by, page=announcement.page.name, announcement=announcement.pk, update=update.pk,
            phase=phase,
        ))  # fmt: skip
    return update


def _tell_published(announcement: Announcement, update: Update, was: str, components: list[int], by: Actor) -> None:
    ticket, phase = announcement.ticket_id, update.phase
    tell(events.Published(
        record=announcement.pk, by=by, page=announcement.page_id, update=update.pk, phase=phase, was=was,
        components=components, ticket=ticket,
    ))  # fmt: skip
    if ticket:
        tell(events.ToldPublic(
            record=ticket, by=by, page=announcement.page.name, announcement=announcement.pk, update=update.pk,
            phase=phase,
        ))  # fmt: skip


def _times(announcement: Announcement, phase: str, now: datetime) -> dict[str, Any]:
    """What a phase writes on the announcement besides its state."""
    values: dict[str, Any] = {"changed_at": now, "published_at": announcement.published_at or now}
    values["ended_at"] = now if phase in (State.RESOLVED, State.COMPLETED) else None
    if phase == State.MONITORING:
        values["monitoring_at"] = now
    steps = {State.SCHEDULED: announcement.scheduled_for, State.IN_PROGRESS: announcement.scheduled_until}
    return values | {"next_step_at": steps.get(State(phase))}


def _take_effect(announcement: Announcement, effects: Effects) -> set[int]:
    """Keep how components fare under it. Returns all whose standing may have changed."""
    before = set(announcement.effects.values_list("component_id", flat=True))
    announcement.effects.all().delete()
    Effect.objects.bulk_create(
        Effect(announcement=announcement, component_id=pk, status=status) for pk, status in effects.items()
    )
    return before | set(effects)


def _told(effects: Effects, stood: Mapping[int, tuple[str, str]]) -> list[dict[str, Any]]:
    """What an update did to components, as history keeps it."""
    return [
        {"component": pk, "status": status, "old": stood[pk][0], "new": stood[pk][1]}
        for pk, status in effects.items()
        if pk in stood
    ]


def _graver(announcement: Announcement, effects: Effects) -> str:
    """The impact at its worst so far."""
    now = impact_of(announcement.kind, effects.values())
    return max(announcement.impact, now, key=Impact.values.index)


def _checked(announcement: Announcement, effects: Effects) -> list[dict[str, Any]]:
    """Effects on components of this very page, in words that there are."""
    own = set(Component.objects.filter(page=announcement.page_id, pk__in=effects).values_list("pk", flat=True))
    if set(effects) - own or set(effects.values()) - set(Worth.values):
        raise Refused(_("Choose components of this page."), field="components")
    return [{"component": pk, "status": str(status)} for pk, status in effects.items()]


def _only(texts: Mapping[str, Mapping[str, str]], field: str) -> dict[str, dict[str, str]]:
    return {code: {field: said[field].strip()} for code, said in texts.items() if said.get(field, "").strip()}


def _text(body: str) -> str:
    if not body.strip():
        raise Refused(_("Say something."), field="body")
    return body.replace("\0", "").strip()
