"""A file of a page, drawn: the same bytes for a reader and for the copy."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path as Folder
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from watchkeep.doors.statuspage import bars, feeds, shapes
from watchkeep.doors.statuspage.paths import Path
from watchkeep.duty.announcements.models import Component, Subscriber
from watchkeep.duty.announcements.queries import (
    Shown,
    Snapshot,
    Stretch,
    address_of,
    in_figures,
    languages_of,
    phase_words,
    said,
    worth_words,
)

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
LOCALES = {"en": "en-gb"}
"""Dates of the English pages are read day by month."""
FORMATS = {
    "en": {"day": "j M Y", "short": "j M, H:i T", "moment": "j M Y, H:i", "moment_zone": "j M Y, H:i T"},
    "de": {"day": "j. M Y", "short": "j. M, H:i T", "moment": "j. M Y, H:i", "moment_zone": "j. M Y, H:i T"},
}
LATEST = 5


def draw(path: Path, snapshot: Snapshot, *, language: str, live: bool, **more: Any) -> bytes | None:
    """The file; None when the page has no such component or announcement. ``live``: Watchkeep itself answers."""
    if path.kind == "css":
        return style()
    if path.kind == "json":
        return json.dumps(shapes.document(path.name.removeprefix("api/v2/"), snapshot), ensure_ascii=False).encode()
    zone = ZoneInfo(snapshot.page.time_zone)
    with translation.override(LOCALES.get(language, language)), timezone.override(zone):
        if path.name == "feed":
            return feeds.feed(path.kind, snapshot, language)
        parts = _PARTS[path.name](snapshot, path, language)
        if parts is None:
            return None
        context = _frame(snapshot, path, language, live=live) | parts | more
        return render_to_string(f"statuspage/{path.name}.html", context).encode()


@cache
def style() -> bytes:
    """The style sheet of every page."""
    return (Folder(__file__).parent / "style.css").read_bytes()


def _frame(snapshot: Snapshot, path: Path, language: str, *, live: bool) -> dict[str, Any]:
    """What stands around every page."""
    page, number = snapshot.page, f"-{path.number}" if path.number is not None else ""
    codes, file = languages_of(page), f"{path.name}{number}.html"
    names = {"en": "English", "de": "Deutsch"}
    return {
        "page": page,
        "about": said(page, "about", language),
        "snapshot": snapshot,
        "language": language,
        "up": path.up,
        "live": live,
        "formats": FORMATS[language],
        "home": "" if live else address_of(page),
        "others": [(code, names[code], f"{path.up}{code}/{file}") for code in codes if code != language],
    }


def _index(snapshot: Snapshot, _path: Path, language: str) -> dict[str, Any]:
    groups = [(said(group, "name", language), snapshot.in_group(group)) for group in snapshot.groups]
    alone = snapshot.in_group(None)
    boxes = [*([("", alone)] if alone else []), *((name, own) for name, own in groups if own)]
    return {
        "headline": headline(snapshot.indicator),
        "incidents": [_told(one, language) for one in snapshot.incidents],
        "planned": [_told(one, language) for one in (*snapshot.under_way, *snapshot.upcoming)],
        "past": [_told(one, language) for one in snapshot.past[:LATEST]],
        "boxes": [(name, [_component(one, snapshot, language) for one in own]) for name, own in boxes],
    }


def _history(snapshot: Snapshot, _path: Path, language: str) -> dict[str, Any]:
    return {"shown": [_told(one, language) for one in snapshot.shown]}


def _incident(snapshot: Snapshot, path: Path, language: str) -> dict[str, Any] | None:
    found = [one for one in snapshot.shown if one.announcement.pk == path.number]
    return {"one": _told(found[0], language)} if found else None


def _one_component(snapshot: Snapshot, path: Path, language: str) -> dict[str, Any] | None:
    found = [one for one in snapshot.components if one.pk == path.number]
    if not found:
        return None
    drawn = _component(found[0], snapshot, language)
    days = [(day.on, [_stretch(one, day.on) for one in day.stretches]) for day in snapshot.history(found[0]).rows]
    return {"one": drawn, "days": days}


def _stretch(one: Stretch, on: date) -> tuple[str, Stretch, bool, bool]:
    """How it fared in words, and whether that began and ended on this very day."""
    return worth_words(one.status), one, _day(one.starts_at) == on, _day(one.ends_at) == on


def _subscribe(snapshot: Snapshot, _path: Path, language: str) -> dict[str, Any]:
    return {"choices": choices(snapshot.components, language), "asked": "", "no": {}, "kept": {}}


_PARTS: dict[str, Callable[[Snapshot, Path, str], dict[str, Any] | None]] = {
    "index": _index,
    "history": _history,
    "incident": _incident,
    "component": _one_component,
    "subscribe": _subscribe,
}


def headline(indicator: str) -> str:
    """The page in one sentence."""
    return {
        "none": _("Everything works"),
        "maintenance": _("We are working on something, as planned"),
        "minor": _("Something does not work as it should"),
        "major": _("Part of our services is down"),
        "critical": _("Our services are down"),
    }[indicator]


def choices(components: Iterable[Component], language: str) -> list[tuple[int, str]]:
    """What one may choose to hear of."""
    return [(one.pk, said(one, "name", language)) for one in components]


def held(subscriber: Subscriber, language: str) -> dict[str, Any]:
    """What whoever holds the link of a subscription sees of it."""
    own = Component.objects.filter(page=subscriber.page_id, is_active=True)
    return {
        "subscriber": subscriber,
        "choices": choices(own, language),
        "chosen": set(subscriber.components.values_list("pk", flat=True)),
    }


def _component(component: Component, snapshot: Snapshot, language: str) -> dict[str, Any]:
    history = snapshot.history(component)
    name = said(component, "name", language)
    figure = in_figures(history.uptime).replace(".", str(get_format("DECIMAL_SEPARATOR")))
    label = _("%(name)s: %(figure)s %% up in the last 90 days") % {"name": name, "figure": figure or "0"}
    return {
        "row": component,
        "name": name,
        "description": said(component, "description", language),
        "status": component.status,
        "words": worth_words(component.status),
        "figure": figure,
        "strip": bars.strip(history, label),
    }


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _told(shown: Shown, language: str) -> dict[str, Any]:
    row = shown.announcement
    return {
        "row": row,
        "title": said(row, "title", language),
        "phase": phase_words(row.state),
        "is_open": shown.is_open,
        "is_maintenance": shown.is_maintenance,
        "is_one_day": _day(row.scheduled_for) == _day(row.scheduled_until),
        "components": [said(one, "name", language) for one in shown.components],
        "updates": [(phase_words(one.phase), one, said(one, "body", language)) for one in shown.updates],
    }
