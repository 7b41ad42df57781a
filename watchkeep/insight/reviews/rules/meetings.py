"""The meeting of a review as an iCalendar document (RFC 5545), as an invitation (RFC 5546) when somebody is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vCalAddress

REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What a calendar needs to know. ``sequence`` counts how often it was moved."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    minutes: int
    place: str
    text: str
    link: str
    organiser: str
    guests: tuple[tuple[str, str], ...]


def document(meeting: Meeting, now: datetime, *, method: str = REQUEST) -> str:
    """The whole document. The same UID with a higher sequence moves the meeting in everybody's calendar.

    With the method ``CANCEL`` it takes the meeting out of its guests' calendars (RFC 5546, section 3.2.5).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Watchkeep//Reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.title)
    event.add("description", f"{meeting.text}\n\n{meeting.link}")
    event.add("url", meeting.link)
    if method == CANCEL:
        event.add("status", "CANCELLED")
    if meeting.place:
        event.add("location", meeting.place)
    event["organizer"] = _address("Watchkeep", meeting.organiser)
    for guest in _guests(meeting.guests):
        event.add("attendee", guest, encode=0)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _guests(guests: Iterable[tuple[str, str]]) -> list[vCalAddress]:
    found = [_address(name, email) for name, email in guests]
    for guest in found:
        guest.params["PARTSTAT"], guest.params["RSVP"] = "NEEDS-ACTION", "TRUE"
    return found


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = name
    return address
