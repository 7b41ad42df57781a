"""Shifts as an iCalendar document (RFC 5545), for whatever calendar program somebody has.

A person's own address also has the changes that they are to carry out.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from icalendar import Event

from watchkeep.doors.console.calendar import documents
from watchkeep.duty.oncall import queries
from watchkeep.duty.oncall.models import Feed
from watchkeep.duty.oncall.queries import Shift
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.changes.models import PLANNED, Change
from watchkeep.work.changes.queries import Entry

MOST_CHANGES = 500


def calendar_of(feed: Feed) -> bytes:
    """A feed's document: from the month before this one to half a year ahead.

    Whole months, so that a shift cut by either end keeps its UID from one reading to the next.
    """
    start, end = documents.month(-documents.MONTHS_BEHIND), documents.month(documents.MONTHS_AHEAD)
    if feed.schedule:
        shifts, name = queries.upcoming(feed.schedule, start, end), feed.schedule.name
    else:
        shifts = queries.shifts_of(feed.owner, start, end)
        name = _("On call: %(name)s") % {"name": feed.owner.name}
    own = [] if feed.schedule else planned_for(feed.owner, start, end)
    events = [_event(shift, with_names=feed.schedule is not None) for shift in shifts]
    return documents.document(name, [*events, *(documents.event_of(one, is_busy=True) for one in own)])


def planned_for(person: Person, start: datetime, end: datetime) -> list[Entry]:
    """The changes that somebody is to carry out in that time, the earliest first."""
    rows = Change.objects.during(start, end).filter(ticket__assignee=person, ticket__state__in=PLANNED)
    return [
        Entry("change", one.pk, one.ticket.title, one.starts_at, one.ends_at, one.number, one.state)
        for one in rows.order_by("starts_at")[:MOST_CHANGES]
        if one.starts_at and one.ends_at
    ]


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
