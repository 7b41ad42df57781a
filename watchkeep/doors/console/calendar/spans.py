"""The stretch that the calendar shows, by day, week, month or as a timeline, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.kernel import clock
from watchkeep.work.changes.queries import Entry

VIEWS = (
    ("day", gettext_lazy("Day")),
    ("week", gettext_lazy("Week")),
    ("month", gettext_lazy("Month")),
    ("timeline", gettext_lazy("Timeline")),
)
LOOKS = {"change": ("change", "blue"), "window": ("wrench", "violet"), "freeze": ("lock", "red")}
SORTS = {"change": gettext_lazy("Change"), "window": gettext_lazy("Maintenance"), "freeze": gettext_lazy("Freeze")}
FEW, MOST_DRAWN = 6, 200
"""So many lines has a day among others; so many has a day alone, or the timeline."""


@dataclass(frozen=True)
class Span:
    """Whole days in the reader's zone, from one to another."""

    view: str
    first: date
    days: int
    earlier: str
    later: str

    @property
    def starts_at(self) -> datetime:
        """Midnight at its beginning."""
        return midnight(self.first)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def ends_at(self) -> datetime:
        """Midnight at its end."""
        return midnight(self.first + timedelta(days=self.days))


@dataclass(frozen=True)
class Shown:
    """One entry as it is drawn: with its sign, its address, and where its bar lies in per cent."""

    entry: Entry
    icon: str
    tone: str
    sort: str
    href: str
    x: str = "0"
    width: str = "0"
    when: str = ""
    """On the day that it is drawn on: when it begins, or until when it goes on; nothing where it lasts all day."""


@dataclass(frozen=True)
class Day:
    """One day and what lies in it; ``more``: so many are not drawn."""

    day: date
    entries: list[Shown]
    more: int
    is_today: bool


def asked(params: Mapping[str, str]) -> Span:
    """The stretch that an address names; this week when it names none that makes sense."""
    views = [name for name, _words in VIEWS]
    view = params.get("view", "") if params.get("view", "") in views else "week"
    day = _day(params.get("from", "")) or timezone.localtime(clock.now()).date()
    if view == "day":
        return Span(view, day, 1, _iso(day - timedelta(days=1)), _iso(day + timedelta(days=1)))
    if view == "month":
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        monday = first - timedelta(days=first.weekday())
        days = -(-(following - monday).days // 7) * 7
        return Span(view, monday, days, _iso((first - timedelta(days=1)).replace(day=1)), _iso(following))
    monday, days = day - timedelta(days=day.weekday()), 7 if view == "week" else 28
    return Span(view, monday, days, _iso(monday - timedelta(days=days)), _iso(monday + timedelta(days=days)))


def narrowed(params: Mapping[str, str]) -> dict[str, int]:
    """The service or the team that an address names."""
    asked = {name: params.get(name, "") for name in ("service", "team")}
    return {name: int(text) for name, text in asked.items() if text.isdecimal() and len(text) < 10}


def in_words(span: Span) -> str:
    """What is shown, as a heading: a day, a month by its name, else from when until when."""
    if span.view == "month":
        return formats.date_format(span.first + timedelta(days=6), "F Y")
    first, last = (formats.date_format(day, "j M Y") for day in (span.first, span.last))
    return first if span.days == 1 else f"{first} \N{EN DASH} {last}"


def days_of(span: Span, entries: Sequence[Entry]) -> list[Day]:
    """Its days, each with what lies in it; a day alone shows many, others the first few."""
    today, few = timezone.localtime(clock.now()).date(), MOST_DRAWN if span.view == "day" else FEW
    days = [span.first + timedelta(days=gone) for gone in range(span.days)]
    found = []
    for day in days:
        own = [one for one in entries if one.lies_in(midnight(day), midnight(day + timedelta(days=1)))]
        drawn = [replace(shown(one), when=_when(one, day)) for one in own[:few]]
        found.append(Day(day, drawn, max(0, len(own) - few), day == today))
    return found


def weeks_of(span: Span) -> list[tuple[str, date]]:
    """Where each week of a timeline begins, in per cent of its width."""
    return [(f"{100 * gone / span.days:.2f}%", span.first + timedelta(days=gone)) for gone in range(0, span.days, 7)]


def now_in(span: Span) -> str:
    """Where the present lies between the ends of the span, in per cent; nothing where it lies outside."""
    part = (clock.now() - span.starts_at) / (span.ends_at - span.starts_at)
    return f"{100 * part:.2f}%" if 0 <= part < 1 else ""


def bars_of(span: Span, entries: Sequence[Entry]) -> list[Shown]:
    """The first entries as bars between the ends of the span."""
    whole = (span.ends_at - span.starts_at).total_seconds()
    found = []
    for one in entries[:MOST_DRAWN]:
        start, end = max(one.starts_at, span.starts_at), min(one.ends_at, span.ends_at)
        x = 100 * (start - span.starts_at).total_seconds() / whole
        width = max(0.6, 100 * (end - start).total_seconds() / whole)
        found.append(shown(one, f"{x:.2f}%", f"{min(width, 100 - x):.2f}%"))
    return found


def shown(one: Entry, x: str = "0", width: str = "0") -> Shown:
    """An entry with its sign and its address."""
    icon, tone = LOOKS[one.kind]
    hrefs = {"freeze": "console:freezes", "window": "console:maintenance"}
    href = reverse("console:change", args=[one.number]) if one.number else reverse(hrefs[one.kind])
    return Shown(one, icon, tone, str(SORTS[one.kind]), href, x, width)


def _when(one: Entry, day: date) -> str:
    if one.starts_at >= midnight(day):
        return f"{timezone.localtime(one.starts_at):%H:%M}"
    if one.ends_at < midnight(day + timedelta(days=1)):
        return _("until %(time)s") % {"time": f"{timezone.localtime(one.ends_at):%H:%M}"}
    return ""


def midnight(day: date) -> datetime:
    """Midnight at the beginning of a day, in the reader's zone."""
    return timezone.make_aware(datetime.combine(day, time()))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _iso(day: date) -> str:
    return day.isoformat()
