"""Repetition beside dateutil's, over the nights on which clocks change, and against rules that would never end."""

# ruff: noqa: DTZ001  # what a wall shows has no zone

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from watchkeep.estate.calendars.rules import BadRule, Recurrence, occurrences, refuse_unsound, rule_of

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def berlin(rule, *wall, length=HOUR, **more):
    return Recurrence(rule, datetime(*wall, tzinfo=BERLIN), "Europe/Berlin", length, **more)


def walls(what, start, end):
    return [one.starts_at.astimezone(what.zone).replace(tzinfo=None) for one in occurrences(what, start, end)]


def parts(*wanted):
    return st.lists(st.sampled_from(wanted), min_size=1, max_size=4, unique=True).map(",".join)


def numbers(low, high):
    some = st.integers(low, high).flatmap(lambda one: st.sampled_from([one, -one])) if low else st.integers(low, high)
    return st.lists(some, min_size=1, max_size=4, unique=True).map(lambda many: ",".join(map(str, many)))


@st.composite
def texts(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    says = {"FREQ": frequency, "INTERVAL": str(draw(st.integers(1, 5)))}
    offered = {
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=5, unique=True).map(
            lambda many: ",".join(map(str, many))
        ),
        "BYDAY": parts("MO", "WE", "FR", "SA", "SU"),
        "BYHOUR": numbers(0, 23),
        "WKST": st.sampled_from(["MO", "SU", "TH"]),
    }
    if frequency != "WEEKLY":
        offered["BYMONTHDAY"] = numbers(1, 31)
    if frequency in {"MONTHLY", "YEARLY"}:
        # Mixed they are not asked for: the other wants a day to be both, where the RFC adds them up.
        offered["BYDAY"] = parts("MO", "FR", "SU") | parts("2TU", "-1FR", "1SA", "-5WE")
    if frequency == "YEARLY":
        offered["BYYEARDAY"] = numbers(1, 366)
    for name in draw(st.lists(st.sampled_from(sorted(offered)), max_size=3, unique=True)):
        says[name] = draw(offered[name])
    if frequency in {"MONTHLY", "YEARLY"} and ("BYDAY" in says or "BYMONTHDAY" in says):
        says |= draw(st.sampled_from([{}, {"BYSETPOS": "1"}, {"BYSETPOS": "-1"}]))
    says |= draw(st.sampled_from([{}, {}, {"COUNT": "7"}, {"UNTIL": "20261224"}]))
    return ";".join(f"{name}={value}" for name, value in says.items())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(texts(), st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 31)), st.integers(0, 700))
def test_it_takes_place_when_dateutil_says(text, first, gone):
    first = first.replace(second=0, microsecond=0)
    what = Recurrence(text, first.replace(tzinfo=UTC), "UTC", HOUR)
    start = first + timedelta(days=gone)
    end = start + timedelta(days=800)
    peer = rrulestr(text.replace("UNTIL=20261224", "UNTIL=20261224T235959"), dtstart=first)
    endless = replace(what, rule=re.sub(r";(COUNT|UNTIL)=\w+", "", text))
    later = end.replace(tzinfo=UTC)
    assume(occurrences(endless, later, later + timedelta(days=4000), most=1))  # else the peer looks until the year 9999
    theirs = takewhile(lambda one: one < end, peer.xafter(start, inc=True))
    assert walls(what, start.replace(tzinfo=UTC), end.replace(tzinfo=UTC)) == list(islice(theirs, 1000))


def test_the_night_on_which_the_clock_skips_the_start_has_its_window_all_the_same():
    weekly = berlin("FREQ=WEEKLY;BYDAY=SU", 2026, 3, 15, 2, 30)
    found = occurrences(weekly, datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 6, tzinfo=UTC))
    assert [one.starts_at for one in found] == [
        datetime(2026, 3, 22, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),  # there is no 02:30: with the offset of before it is 03:30
        datetime(2026, 4, 5, 0, 30, tzinfo=UTC),
    ]
    assert {one.ends_at - one.starts_at for one in found} == {HOUR}


def test_the_night_on_which_the_clock_shows_the_start_twice_has_one_window_of_real_length():
    weekly = berlin("FREQ=WEEKLY;BYDAY=SU", 2026, 10, 11, 2, 30, length=2 * HOUR)
    found = occurrences(weekly, datetime(2026, 10, 18, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC))
    assert [one.starts_at for one in found] == [
        datetime(2026, 10, 18, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the first of the two
        datetime(2026, 11, 1, 1, 30, tzinfo=UTC),
    ]
    assert found[1].ends_at.astimezone(BERLIN).replace(tzinfo=None) == datetime(2026, 10, 25, 3, 30)


def test_single_dates_are_added_and_left_out_on_the_wall_clock():
    what = berlin(
        "FREQ=MONTHLY;BYDAY=2TU;COUNT=3", 2026, 1, 13, 22, 0,
        also=frozenset({datetime(2026, 2, 1, 9, 0)}), without=frozenset({datetime(2026, 2, 10, 22, 0)}),
    )  # fmt: skip
    found = walls(what, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert found == [datetime(2026, 1, 13, 22), datetime(2026, 2, 1, 9), datetime(2026, 3, 10, 22)]


def test_it_ends_with_until_in_utc_a_day_or_a_count():
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    for ending, times in (("UNTIL=20260105T010000Z", 5), ("UNTIL=20260105T005900Z", 4), ("UNTIL=20260103", 3)):
        assert len(occurrences(berlin(f"FREQ=DAILY;{ending}", 2026, 1, 1, 2, 0), start, end)) == times
    assert len(occurrences(berlin("FREQ=DAILY;COUNT=6", 2026, 1, 1, 2, 0), start, end)) == 6


@pytest.mark.parametrize(
    "text",
    [
        "", "SU", "FREQ=", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY;COUNT=3", "FREQ=DAILY;COUNT=1000000000",
        "FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;BYDAY=2MO",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101", "FREQ=DAILY;UNTIL=20271301", "FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;X=1",
        "FREQ=DAILY;FREQ=DAILY", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=99MO", "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=--3", "FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;BYMONTH=²",
        "FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))), "FREQ=DAILY;BYMONTH=" + "1," * 400 + "1",
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_asks_for_too_much_is_refused_in_words(text):
    with pytest.raises(BadRule) as no:
        rule_of(text)
    assert str(no.value)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", HOUR),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5000", HOUR),
        ("FREQ=DAILY;UNTIL=19990101", HOUR),
        ("FREQ=DAILY", 25 * HOUR),
        ("FREQ=DAILY", timedelta(seconds=5)),
        ("FREQ=YEARLY", timedelta(days=60)),
    ],
)
def test_what_never_comes_never_ends_or_runs_into_itself_is_refused(text, length):
    with pytest.raises(BadRule):
        refuse_unsound(berlin(text, 2026, 1, 1, 2, 0, length=length))


def test_hostile_rules_come_to_an_end_however_long_ago_they_began():
    hostile = [
        berlin("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 1950, 1, 1, 2, 0),
        berlin("FREQ=DAILY;COUNT=5000;INTERVAL=1000;BYMONTHDAY=31", 1950, 1, 31, 2, 0),
        berlin("FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))), 1950, 1, 1, 2, 0),
    ]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for what in hostile:
        assert len(occurrences(what, start, start + timedelta(days=3650))) <= 1000


def test_further_times_and_exceptions_are_moments_on_both_nights_on_which_the_clock_changes():
    nightly = berlin("FREQ=DAILY", 2026, 3, 27, 2, 30)
    skipped = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # the wall shows 03:30, since there is no 02:30
    found = occurrences(nightly, skipped - HOUR, skipped + HOUR)
    assert [one.starts_at for one in found] == [skipped]
    for without in (skipped, datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 3, 30)):
        left = replace(nightly, without=frozenset({without}))
        assert occurrences(left, skipped - HOUR, skipped + HOUR) == [], without
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the wall shows 02:30 for the second time
    twice = replace(nightly, also=frozenset({second}))
    night = [one.starts_at for one in occurrences(twice, second - 2 * HOUR, second + HOUR)]
    assert night == [second - HOUR, second]
