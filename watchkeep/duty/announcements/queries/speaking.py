"""Addresses and words of a page."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from watchkeep.duty.announcements.models import LANGUAGES, Announcement, Component, State, StatusPage, Update, Worth
from watchkeep.duty.announcements.models.pages import said


def languages_of(page: StatusPage) -> list[str]:
    """The languages of a page, its own first."""
    return [page.language, *(code for code, _name in LANGUAGES if code != page.language)]


def name_in(component: Component, language: str) -> str:
    """What a component is called in this language."""
    return said(component, "name", language)


def phase_words(phase: str) -> str:
    """A phase in the words of the active language."""
    return str(State(phase).label)


def worth_words(status: str) -> str:
    """How a component fares, in the words of the active language."""
    return str(Worth(status).label)


def with_effects(updates: Iterable[Update]) -> list[tuple[Update, list[tuple[str, str]]]]:
    """Each update with what it says of components, in words: name, how it fares; at the end, how it was left."""
    updates = list(updates)
    ids = {one["component"] for update in updates for one in update.effects}
    names = dict(Component.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        (
            update,
            [(names.get(one["component"], ""), worth_words(_felt(update, one))) for one in update.effects],
        )
        for update in updates
    ]


def _felt(update: Update, effect: Mapping[str, Any]) -> str:
    is_end = update.phase in {State.RESOLVED, State.COMPLETED}
    return str(effect.get("new", effect["status"]) if is_end else effect["status"])


def address_of(page: StatusPage) -> str:
    """Where the world finds a page, with a slash at the end: its own domain, or a place below ours."""
    if page.domain:
        return f"{urlsplit(settings.BASE_URL).scheme}://{page.domain}/"
    return f"{settings.BASE_URL}/status/{page.slug}/"


def folder_of(page: StatusPage) -> Path:
    """Where the copy of a page lies. Private ones lie apart, so that no web server gives them away by mistake."""
    return Path(settings.DATA) / "status" / ("private" if page.is_private else "public") / page.slug


def news_payload(announcement: Announcement, update: Update, language: str) -> dict[str, Any]:
    """An update as a program hears it, in this language: what the public reads, and nothing else."""
    page = announcement.page
    return {
        "type": "status.updated",
        "timestamp": update.published_at.isoformat() if update.published_at else None,
        "data": {
            "language": language,
            "page": {"id": str(page.pk), "name": page.name, "url": address_of(page)},
            "announcement": {
                "id": str(announcement.pk),
                "kind": announcement.kind,
                "name": said(announcement, "title", language),
                "status": announcement.state,
                "impact": announcement.impact,
                "url": f"{address_of(page)}{language}/incident-{announcement.pk}.html",
            },
            "update": {"id": str(update.pk), "status": update.phase, "body": said(update, "body", language)},
            "components": [
                {"id": str(one["component"]), "old_status": one.get("old"), "new_status": one.get("new")}
                for one in update.effects
            ],
        },
    }
