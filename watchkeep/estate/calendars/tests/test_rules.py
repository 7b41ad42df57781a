"""Business time against a walk by the minute, over the days on which clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchkeep.estate.calendars.rules import (
    DAYS,
    BadWeek,
    Hours,
    NeverOpen,
    add,
    between,
    closed_because,
    is_open,
    knows_holidays,
    openings,
    week_of,
)

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # clocks move by half an hour
    "America/Havana",  # at midnight
    "Asia/Kathmandu",
    "Pacific/Apia",  # left a whole day out
    "Africa/Casablanca",
]
OFFICE = Hours(
    "Europe/Berlin", week_of({day: [["09:00", "17:00"]] for day in DAYS[:5]}), country="DE", subdivision="BE"
)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@st.composite
def weeks(draw):
    edges = st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted)
    days = [draw(edges) for _ in DAYS]
    week = tuple(tuple((a * 15, b * 15) for a, b in zip(day[::2], day[1::2], strict=False)) for day in days)
    return week if any(week) else (((540, 1020),),) * 7


@st.composite
def calendars(draw):
    closed = st.frozensets(st.dates(date(2024, 3, 1), date(2024, 11, 30)), max_size=4)
    return Hours(draw(st.sampled_from(ZONES)), draw(weeks()), draw(st.sampled_from(["", "DE", "US"])), "", draw(closed))


CHANGES = [
    utc(2024, 3, 9),
    utc(2024, 3, 30),
    utc(2024, 4, 6),
    utc(2024, 10, 26),
    utc(2024, 11, 2),
    utc(2024, 12, 30),
    utc(2011, 12, 28),
]
moments = st.builds(
    lambda base, minutes: base + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(0, 4 * 1440)
)
seconds = st.integers(0, 40 * 3600) | st.integers(0, 400 * 3600)


def walk(hours, a, b):
    """Count open minutes the slow way: ask the wall clock at each."""
    zone, total, at = ZoneInfo(hours.time_zone), 0, a
    while at < b:
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        spans = () if closed_because(hours, local.date()) else hours.week[local.weekday()]
        total += any(start <= minute < end for start, end in spans)
        at += timedelta(minutes=1)
    return total * 60.0


@given(calendars(), moments, st.integers(0, 3 * 1440))
@settings(max_examples=60, deadline=None)
def test_it_agrees_with_a_walk_by_the_minute(hours, a, minutes):
    b = a + timedelta(minutes=minutes)
    assert between(hours, a, b) == walk(hours, a, b)


@given(calendars(), moments, seconds)
@settings(max_examples=100, deadline=None)
def test_add_and_between_are_each_others_inverse(hours, start, work):
    end = add(hours, start, work)
    assert between(hours, start, end) == work
    assert end >= start


@given(calendars(), moments, seconds, st.integers(1, 100_000))
@settings(max_examples=60, deadline=None)
def test_add_ends_at_the_first_such_moment(hours, start, work, less):
    end = add(hours, start, work)
    earlier = end - timedelta(microseconds=less)
    assert earlier < start or between(hours, start, earlier) < max(work, 1e-9)


@given(calendars(), moments, seconds, seconds)
@settings(max_examples=60, deadline=None)
def test_more_work_never_ends_sooner(hours, start, one, other):
    assert add(hours, start, min(one, other)) <= add(hours, start, max(one, other))


@given(calendars(), moments, moments, moments)
@settings(max_examples=60, deadline=None)
def test_times_add_up_and_are_never_negative(hours, a, b, c):
    a, b, c = sorted((a, b, c))
    assert between(hours, a, c) == pytest.approx(between(hours, a, b) + between(hours, b, c))
    assert between(hours, c, a) == 0
    assert 0 <= between(hours, a, c) <= (c - a).total_seconds()


@given(calendars(), moments)
@settings(max_examples=60, deadline=None)
def test_open_now_means_that_time_runs_now(hours, at):
    assert is_open(hours, at) == (between(hours, at, at + timedelta(seconds=1)) == 1)


def test_a_weekend_and_a_holiday_do_not_count():
    thursday = utc(2026, 4, 2, 14)  # 16:00 in Berlin, before Good Friday and Easter Monday
    assert add(OFFICE, thursday, 2 * 3600) == utc(2026, 4, 7, 8)


def test_the_night_of_summer_time_has_an_hour_less():
    nights = Hours("Europe/Berlin", (((0, 1440),),) * 7)
    assert between(nights, utc(2026, 3, 28, 23), utc(2026, 3, 29, 22)) == 23 * 3600
    assert between(nights, utc(2026, 10, 24, 22), utc(2026, 10, 25, 23)) == 25 * 3600


def test_round_the_clock_is_plain_time():
    assert add(None, utc(2026, 1, 1), 90) == utc(2026, 1, 1, 0, 1, 30)
    assert between(None, utc(2026, 1, 1), utc(2026, 1, 2)) == 86400


def test_a_decade_is_as_exact_as_an_hour():
    start = utc(2020, 1, 1)
    assert between(OFFICE, start, add(OFFICE, start, 20_000 * 3600.5)) == 20_000 * 3600.5


def test_what_never_comes_is_said():
    once = Hours("UTC", (((0, 1),), *((),) * 6))
    with pytest.raises(NeverOpen):
        add(once, utc(2026, 1, 1), 10_000 * 3600)
    with pytest.raises(ValueError, match="forward"):
        add(once, utc(2026, 1, 1), -1)


def test_openings_are_told_in_utc_with_the_reason_of_a_closed_day():
    assert openings(OFFICE, date(2026, 7, 1)) == [(utc(2026, 7, 1, 7), utc(2026, 7, 1, 15))]
    assert openings(OFFICE, date(2026, 12, 25)) == []
    assert closed_because(OFFICE, date(2026, 12, 25))


def test_countries_and_regions_are_known_or_not():
    assert knows_holidays("DE", "BE")
    assert not knows_holidays("DE", "XX")
    assert not knows_holidays("ZZ")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        {"mon": []},
        {"moon": [["09:00", "17:00"]]},
        {"mon": [["17:00", "09:00"]]},
        {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]},
        {"mon": [["nine", "five"]]},
        {"mon": [["09:00"]]},
        {"mon": 5},
        {"mon": [["09:00", "24:01"]]},
        {"mon": [["-1:00", "12:00"]]},
        {"mon": [["09:60", "12:00"]]},
    ],
)
def test_a_week_that_makes_no_sense_is_refused(raw):
    with pytest.raises(BadWeek):
        week_of(raw)
