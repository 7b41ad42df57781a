"""Shifts as an iCalendar document (RFC 5545), for whatever calendar program somebody has.

A person's own address also has the changes that they are to carry out.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from watchkeep.duty.oncall import queries
from watchkeep.duty.oncall.models import Feed
from watchkeep.duty.oncall.queries import Shift
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.changes.models import PLANNED, Change

MONTHS_BEHIND, MONTHS_AHEAD = 1, 7
MOST_CHANGES = 500


def calendar_of(feed: Feed) -> bytes:
    """A feed's document: from the month before this one to half a year ahead.

    Whole months, so that a shift cut by either end keeps its UID from one reading to the next.
    """
    start, end = _month(-MONTHS_BEHIND), _month(MONTHS_AHEAD)
    if feed.schedule:
        shifts, name = queries.upcoming(feed.schedule, start, end), feed.schedule.name
    else:
        shifts = queries.shifts_of(feed.owner, start, end)
        name = _("On call: %(name)s") % {"name": feed.owner.name}
    own = [] if feed.schedule else planned_for(feed.owner, start, end)
    return _document(name, shifts, [_change_event(change) for change in own], with_names=feed.schedule is not None)


def planned_for(person: Person, start: datetime, end: datetime) -> list[Change]:
    """The changes that somebody is to carry out in that time, the earliest first."""
    rows = Change.objects.during(start, end).filter(ticket__assignee=person, ticket__state__in=PLANNED)
    return list(rows.order_by("starts_at")[:MOST_CHANGES])


def _month(away: int) -> datetime:
    """The beginning of a month, so many months from this one."""
    now = clock.now()
    years, month = divmod(now.month - 1 + away, 12)
    return datetime(now.year + years, month + 1, 1, tzinfo=UTC)


def _document(name: str, shifts: Iterable[Shift], more: Iterable[Event], *, with_names: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Watchkeep//On call//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for shift in shifts:
        calendar.add_component(_event(shift, with_names=with_names))
    for event in more:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _change_event(change: Change) -> Event:
    """One change. Its UID is its number, so that a calendar moves it and does not double it."""
    event = Event()
    event.add("uid", f"{change.number}@watchkeep")
    event.add("dtstamp", clock.now())
    event.add("dtstart", change.starts_at)
    event.add("dtend", change.ends_at)
    event.add("summary", f"{change.number} {change.ticket.title}")
    return event


def _event(shift: Shift, *, with_names: bool) -> Event:
    """One shift. Its UID stays the same as long as the shift does, so that calendars do not double it."""
    event = Event()
    who = shift.person.name if shift.person else _("Nobody is on call")
    event.add("uid", f"{shift.schedule.pk}-{shift.starts_at:%Y%m%dT%H%M%SZ}@watchkeep")
    event.add("dtstamp", clock.now())
    event.add("dtstart", shift.starts_at)
    event.add("dtend", shift.ends_at)
    event.add("summary", f"{who} · {shift.schedule.name}" if with_names else shift.schedule.name)
    event.add("transp", "TRANSPARENT")
    return event
