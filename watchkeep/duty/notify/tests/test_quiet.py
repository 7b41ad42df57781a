from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeep.duty.notify.rules import quiet
from watchkeep.duty.notify.rules.quiet import Quiet

BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")
NIGHT = Quiet(BERLIN, time(22), time(7))


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2026-05-11 12:00", "2026-05-11 12:00"),
        ("2026-05-11 22:00", "2026-05-12 07:00"),
        ("2026-05-11 23:30", "2026-05-12 07:00"),
        ("2026-05-12 06:59", "2026-05-12 07:00"),
        ("2026-05-12 07:00", "2026-05-12 07:00"),
        ("2026-03-28 23:00", "2026-03-29 07:00"),  # the night that is an hour short
        ("2026-10-24 23:00", "2026-10-25 07:00"),  # the night that is an hour long
    ],
)
def test_a_night_ends_at_its_time_on_the_wall(moment, ends):
    assert quiet.until(NIGHT, at(moment)) == at(ends)


def test_hours_within_a_day():
    siesta = Quiet(BERLIN, time(13), time(15))
    assert quiet.until(siesta, at("2026-05-11 14:00")) == at("2026-05-11 15:00")
    assert quiet.until(siesta, at("2026-05-11 15:00")) == at("2026-05-11 15:00")


def test_a_quiet_weekend_and_the_nights_around_it_are_one_stretch():
    weekend = Quiet(BERLIN, time(22), time(7), frozenset({5, 6}))
    assert quiet.until(weekend, at("2026-05-15 22:30")) == at("2026-05-18 07:00")  # Friday night to Monday morning


def test_an_end_that_the_clock_skips_is_the_moment_of_the_jump():
    short = Quiet(BERLIN, time(1), time(2, 30))  # on 29 March there is no 02:30
    assert quiet.until(short, at("2026-03-29 01:30")) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(
    st.integers(0, 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.sampled_from([BERLIN, LORD_HOWE, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")]),
    st.times(),
    st.times(),
    st.frozensets(st.integers(0, 6), max_size=6),
)
def test_what_comes_out_is_never_quiet_and_never_earlier(moment, zone, start, end, days):
    habit = Quiet(zone, start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0), days)
    free = quiet.until(habit, moment)
    assert free >= moment
    assert quiet.until(habit, free) == free
    assert free.astimezone(zone).weekday() not in days
    assert (free - moment).days < 8


@pytest.mark.parametrize(
    ("after", "daily_at", "told"),
    [
        ("2026-05-11 12:20", None, "2026-05-11 13:00"),
        ("2026-05-11 13:00", None, "2026-05-11 14:00"),
        ("2026-05-11 07:00", time(8), "2026-05-11 08:00"),
        ("2026-05-11 08:00", time(8), "2026-05-12 08:00"),
        ("2026-10-24 09:00", time(8), "2026-10-25 08:00"),
    ],
)
def test_the_next_digest(after, daily_at, told):
    assert quiet.next_digest(BERLIN, at(after), daily_at) == at(told)
