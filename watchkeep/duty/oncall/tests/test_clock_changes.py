"""Shifts on the days on which clocks change, written out: every row was worked out by hand from the zone's law.

2026: Europe on 29 March and 25 October at 01:00 UTC, the United States on 8 March and 1 November at 02:00 local time,
Lord Howe by half an hour on 5 April and 4 October at 02:00 local time, India never.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from watchkeep.duty.oncall.rules import rotation

ANA, BO = 1, 2
DAILY = {
    ("Europe/Berlin", "2026-03-28"): [("03-28T08:00", 23, ANA), ("03-29T07:00", 24, BO)],
    ("Europe/Berlin", "2026-10-24"): [("10-24T07:00", 25, ANA), ("10-25T08:00", 24, BO)],
    ("America/New_York", "2026-03-07"): [("03-07T14:00", 23, ANA), ("03-08T13:00", 24, BO)],
    ("America/New_York", "2026-10-31"): [("10-31T13:00", 25, ANA), ("11-01T14:00", 24, BO)],
    ("Australia/Lord_Howe", "2026-04-04"): [("04-03T22:00", 24.5, ANA), ("04-04T22:30", 24, BO)],
    ("Australia/Lord_Howe", "2026-10-03"): [("10-02T22:30", 23.5, ANA), ("10-03T22:00", 24, BO)],
    ("Asia/Kolkata", "2026-03-28"): [("03-28T03:30", 24, ANA), ("03-29T03:30", 24, BO)],
    ("Asia/Kolkata", "2026-10-24"): [("10-24T03:30", 24, ANA), ("10-25T03:30", 24, BO)],
}
"""Hand-over at 09:00 every day: when each shift begins in UTC, how many hours it lasts, whose it is."""

NIGHTLY = {
    ("Europe/Berlin", "2026-03-28"): [("03-28T13:30", 11.5), ("03-29T01:00", 11.5), ("03-29T12:30", 12)],
    ("Europe/Berlin", "2026-10-24"): [("10-24T12:30", 12), ("10-25T00:30", 13), ("10-25T13:30", 12)],
    ("America/New_York", "2026-03-07"): [("03-07T19:30", 11.5), ("03-08T07:00", 11.5), ("03-08T18:30", 12)],
    ("America/New_York", "2026-10-31"): [("10-31T18:30", 13), ("11-01T07:30", 12), ("11-01T19:30", 12)],
    ("Australia/Lord_Howe", "2026-04-04"): [("04-04T03:30", 12.5), ("04-04T16:00", 12), ("04-05T04:00", 12)],
    ("Australia/Lord_Howe", "2026-10-03"): [("10-03T04:00", 11.5), ("10-03T15:30", 12), ("10-04T03:30", 12)],
    ("Asia/Kolkata", "2026-03-28"): [("03-28T09:00", 12), ("03-28T21:00", 12), ("03-29T09:00", 12)],
}
"""Hand-over every twelve hours, at 14:30 and at 02:30, which the clocks of three of these nights skip or repeat."""

WEEKLY_HOURS = {
    ("Europe/Berlin", "2026-03-23"): 167,
    ("Europe/Berlin", "2026-10-19"): 169,
    ("America/New_York", "2026-03-02"): 167,
    ("America/New_York", "2026-10-26"): 169,
    ("Australia/Lord_Howe", "2026-03-30"): 168.5,
    ("Australia/Lord_Howe", "2026-09-28"): 167.5,
    ("Asia/Kolkata", "2026-03-23"): 168,
}
"""How long the week's shift is that begins on this Monday at nine."""

NIGHT_WINDOW = {
    ("Europe/Berlin", "2026-03-28"): ("03-28T21:00", "03-29T04:00"),
    ("Europe/Berlin", "2026-10-24"): ("10-24T20:00", "10-25T05:00"),
    ("America/New_York", "2026-03-07"): ("03-08T03:00", "03-08T10:00"),
    ("America/New_York", "2026-10-31"): ("11-01T02:00", "11-01T11:00"),
    ("Australia/Lord_Howe", "2026-04-04"): ("04-04T11:00", "04-04T19:30"),
    ("Australia/Lord_Howe", "2026-10-03"): ("10-03T11:30", "10-03T19:00"),
    ("Asia/Kolkata", "2026-03-28"): ("03-28T16:30", "03-29T00:30"),
}
"""A layer that counts from 22:00 to 06:00 in the night that begins on this day."""


def utc(text):
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def shifts(zone, first, hours, count, windows=()):
    """The first shifts of a rotation of Ana and Bo that begins at this wall time."""
    place, length = ZoneInfo(zone), timedelta(hours=hours)
    layer = rotation.Layer((ANA, BO), datetime.fromisoformat(first), length, windows)
    start = rotation.instant(layer.first, place)
    return rotation.layer_spans(layer, place, start, rotation.instant(layer.first + count * length, place))


def hours_of(shift):
    return (shift.ends_at - shift.starts_at).total_seconds() / 3600


@pytest.mark.parametrize(("zone", "day"), DAILY)
def test_a_daily_hand_over_at_nine(zone, day):
    found = [(one.starts_at, hours_of(one), one.person) for one in shifts(zone, f"{day}T09:00", 24, 2)]
    assert found == [(utc(starts), hours, who) for starts, hours, who in DAILY[zone, day]]


@pytest.mark.parametrize(("zone", "day"), NIGHTLY)
def test_a_hand_over_every_twelve_hours_through_the_change(zone, day):
    found = [(one.starts_at, hours_of(one)) for one in shifts(zone, f"{day}T14:30", 12, 3)]
    assert found == [(utc(starts), hours) for starts, hours in NIGHTLY[zone, day]]


@pytest.mark.parametrize(("zone", "day"), WEEKLY_HOURS)
def test_a_week_through_the_change(zone, day):
    assert [hours_of(one) for one in shifts(zone, f"{day}T09:00", 168, 2)] == [WEEKLY_HOURS[zone, day], 168]


@pytest.mark.parametrize(("zone", "day"), NIGHT_WINDOW)
def test_a_night_that_holds_the_change(zone, day):
    nights = rotation.Window(
        frozenset(range(7)),
        datetime.fromisoformat("2026-01-01T22:00").time(),
        datetime.fromisoformat("2026-01-01T06:00").time(),
    )
    (night,) = shifts(zone, f"{day}T12:00", 24, 1, (nights,))
    assert (night.starts_at, night.ends_at) == tuple(map(utc, NIGHT_WINDOW[zone, day]))
