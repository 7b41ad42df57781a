"""The stretch that the calendar shows, by day, week, month or as a timeline, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.calendar.drawing import Shown, midnight, shown
from watchkeep.kernel import clock
from watchkeep.work.changes.queries import Entry

VIEWS = (
    ("day", gettext_lazy("Day")),
    ("week", gettext_lazy("Week")),
    ("month", gettext_lazy("Month")),
    ("timeline", gettext_lazy("Timeline")),
)
NOW = "now"
"""Today and tomorrow: a night does not end at midnight."""
FEW, MOST_DRAWN = 6, 200
"""So many lines has a day among others; so many has a day alone, or the timeline."""


@dataclass(frozen=True)
class Span:
    """Whole days in the reader's zone, from one to another."""

    view: str
    day: date
    """The day that was asked for; the first of a month."""
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
class Day:
    """One day and what lies in it; ``more``: so many are not drawn."""

    day: date
    entries: list[Shown]
    more: int
    is_today: bool
    begins: dict[str, str] | None
    """With which time a change begins to be drawn up there; none where the day is over."""


def current() -> Span:
    """Today and tomorrow, to be drawn as days."""
    today = timezone.localtime(clock.now()).date()
    return Span(NOW, today, today, 2, _iso(today - timedelta(days=1)), _iso(today + timedelta(days=2)))


def asked(params: Mapping[str, str]) -> Span:
    """The stretch that an address names; this week when it names none that makes sense."""
    views = [name for name, _words in VIEWS]
    view = params.get("view", "") if params.get("view", "") in views else "week"
    day = _day(params.get("from", "")) or timezone.localtime(clock.now()).date()
    if view == "day":
        return Span(view, day, day, 1, _iso(day - timedelta(days=1)), _iso(day + timedelta(days=1)))
    if view == "month":
        first = day.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        monday = first - timedelta(days=first.weekday())
        days = -(-(following - monday).days // 7) * 7
        return Span(view, first, monday, days, _iso((first - timedelta(days=1)).replace(day=1)), _iso(following))
    monday, days = day - timedelta(days=day.weekday()), 7 if view == "week" else 28
    return Span(view, day, monday, days, _iso(monday - timedelta(days=days)), _iso(monday + timedelta(days=days)))


def narrowed(params: Mapping[str, str]) -> dict[str, int]:
    """The service or the team that an address names."""
    asked = {name: params.get(name, "") for name in ("service", "team")}
    return {name: int(text) for name, text in asked.items() if text.isdecimal() and len(text) < 10}


def in_words(span: Span) -> str:
    """What is shown, as a heading: a day, a month by its name, else from when until when."""
    if span.view == "month":
        return formats.date_format(span.day, "F Y")
    last = formats.date_format(span.last, "j M Y")
    if span.days == 1:
        return last
    first = formats.date_format(span.first, "j M" if span.first.year == span.last.year else "j M Y")
    return f"{first} \N{EN DASH} {last}"


def days_of(span: Span, entries: Sequence[Entry]) -> list[Day]:
    """Its days, each with what lies in it; a day alone shows many, others the first few."""
    today, few = timezone.localtime(clock.now()).date(), MOST_DRAWN if span.view in {"day", NOW} else FEW
    days = [span.first + timedelta(days=gone) for gone in range(span.days)]
    found = []
    for day in days:
        own = [one for one in entries if one.lies_in(midnight(day), midnight(day + timedelta(days=1)))]
        drawn = [shown(one, day=day) for one in own[:few]]
        found.append(Day(day, drawn, max(0, len(own) - few), day == today, _begins(day, today)))
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
        found.append(shown(one, x=f"{x:.2f}%", width=f"{min(width, 100 - x):.2f}%"))
    return found


def _begins(day: date, today: date) -> dict[str, str] | None:
    """In the morning of a day to come, today at the next hour."""
    if day < today:
        return None
    start = datetime(day.year, day.month, day.day, 9)  # noqa: DTZ001  # as the reader's clock shows it
    if day == today:
        start = timezone.make_naive(clock.now() + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    end = start + timedelta(hours=1)
    return {"starts_at": f"{start:%Y-%m-%dT%H:%M}", "ends_at": f"{end:%Y-%m-%dT%H:%M}"}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _iso(day: date) -> str:
    return day.isoformat()
