"""Calendars as iCalendar documents (RFC 5545), for whatever calendar program somebody has."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from watchkeep.estate.people import queries as people
from watchkeep.kernel import clock
from watchkeep.work.changes import queries
from watchkeep.work.changes.models import ChangeFeed
from watchkeep.work.changes.queries import Entry
from watchkeep.work.tickets.models import State

MONTHS_BEHIND, MONTHS_AHEAD = 1, 7
UNSURE = {State.ASSESSING, State.WAITING}
"""Nobody has agreed to it yet."""


def entries_of(feed: ChangeFeed) -> queries.Calendar:
    """What an address shows now: what its owner may see, from last month to half a year ahead."""
    actor = people.actor_for(feed.owner)
    return queries.calendar_of(
        actor, month(-MONTHS_BEHIND), month(MONTHS_AHEAD), service=feed.service_id, team=feed.team_id
    )


def etag_of(name: str, found: queries.Calendar) -> str:
    """A mark that changes when what is shown does."""
    return f'"{sha256(repr((name, found)).encode()).hexdigest()[:32]}"'


def name_of(feed: ChangeFeed) -> str:
    """What a calendar program calls it."""
    of = feed.service or feed.team
    return _("Changes: %(of)s") % {"of": of} if of else _("Changes")


def document(name: str, events: Iterable[Event], about: str = "") -> bytes:
    """These events under a name, to be read again every hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//Watchkeep//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    if about:
        calendar.add("x-wr-caldesc", about)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def event_of(entry: Entry, *, is_busy: bool = False) -> Event:
    """One change, window or freeze. Its UID stays, so that a calendar moves it and does not double it.

    ``is_busy``: whoever reads it has no time then.
    """
    event = Event()
    event.add("uid", f"{entry.number or f'{entry.kind}-{entry.record}'}@watchkeep")
    event.add("dtstamp", clock.now())
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", str(_SUMMARIES[entry.kind]) % {"title": entry.title, "number": entry.number})
    event.add("categories", [entry.kind])
    event.add("status", "TENTATIVE" if entry.state in UNSURE else "CONFIRMED")
    event.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    event.add("url", f"{settings.BASE_URL}{_PLACES[entry.kind]}{entry.number}")
    return event


def month(away: int) -> datetime:
    """The beginning of a month, so many months from this one. Whole months, so that what is cut keeps its UID."""
    now = clock.now()
    years, number = divmod(now.month - 1 + away, 12)
    return datetime(now.year + years, number + 1, 1, tzinfo=UTC)


_SUMMARIES = {
    "change": "%(number)s %(title)s", "window": gettext_lazy("Maintenance: %(title)s"),
    "freeze": gettext_lazy("Freeze: %(title)s"),
}  # fmt: skip
_PLACES = {"change": "/changes/", "window": "/settings/maintenance", "freeze": "/settings/freezes"}
