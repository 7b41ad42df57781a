"""Rotations in any zone and any year: who is on duty, and what a schedule looks like."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from watchkeep.duty.oncall.rules import rotation
from watchkeep.duty.oncall.rules.rotation import Layer, Override, Rota, Window

ANA, BO, CY = 1, 2, 3
BERLIN = ZoneInfo("Europe/Berlin")
wall = datetime.fromisoformat  # what a clock on the wall shows
NINE = wall("2026-01-05T09:00")  # a Monday
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEK = 7 * DAY
OFFICE = Window(frozenset(range(5)), time(9), time(17))


def at(text, zone=BERLIN, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def weekly(*people, windows=()):
    return Layer(people or (ANA, BO), NINE, WEEK, windows)


def rota(*layers, overrides=(), zone=BERLIN):
    return Rota(zone, layers, overrides)


def test_people_take_turns_week_by_week():
    one = rota(weekly(ANA, BO, CY))
    assert [rotation.who_at(one, at(f"2026-01-{day:02}T12:00")) for day in (5, 12, 19, 26)] == [
        ANA,
        BO,
        CY,
        ANA,
    ]


def test_before_the_first_hand_over_nobody_is_on_duty():
    assert rotation.who_at(rota(weekly()), at("2026-01-05T08:59:59")) is None


def test_the_hand_over_belongs_to_the_one_who_comes():
    assert rotation.who_at(rota(weekly()), at("2026-01-12T08:59:59")) == ANA
    assert rotation.who_at(rota(weekly()), at("2026-01-12T09:00")) == BO


def test_the_hand_over_stays_at_nine_when_summer_time_begins():
    shifts = rotation.layer_spans(weekly(), BERLIN, at("2026-03-23T09:00"), at("2026-04-06T09:00"))
    assert [shift.ends_at - shift.starts_at for shift in shifts] == [WEEK - HOUR, WEEK]
    assert shifts[1].starts_at == at("2026-03-30T09:00")


def test_the_shift_with_the_long_night_is_an_hour_longer():
    shifts = rotation.layer_spans(weekly(), BERLIN, at("2026-10-19T09:00"), at("2026-10-26T09:00"))
    assert [shift.ends_at - shift.starts_at for shift in shifts] == [WEEK + HOUR]


def test_a_hand_over_inside_the_skipped_hour_happens_at_the_skip():
    night = Layer((ANA, BO), wall("2026-03-28T02:30"), DAY)
    shifts = rotation.layer_spans(night, BERLIN, at("2026-03-28T02:30"), at("2026-03-30T02:30"))
    assert [shift.starts_at for shift in shifts] == [at("2026-03-28T02:30"), at("2026-03-29T03:00")]


def test_a_hand_over_inside_the_repeated_hour_happens_the_first_time():
    night = Layer((ANA, BO), wall("2026-10-24T02:30"), DAY)
    first, second = at("2026-10-25T02:30", fold=0), at("2026-10-25T02:30", fold=1)
    assert rotation.who_at(rota(night), first - HOUR / 60) == ANA
    assert [rotation.who_at(rota(night), when) for when in (first, second - HOUR / 60, second)] == [
        BO,
        BO,
        BO,
    ]


def test_a_day_that_an_island_skipped_loses_no_shift_border():
    apia = ZoneInfo("Pacific/Apia")
    daily = Layer((ANA, BO, CY), wall("2011-12-28T09:00"), DAY)
    start, end = at("2011-12-28T09:00", apia), at("2012-01-01T09:00", apia)
    shifts = rotation.layer_spans(daily, apia, start, end)
    assert [(shift.person, (shift.ends_at - shift.starts_at) / HOUR) for shift in shifts] == [
        (ANA, 24), (BO, 15), (CY, 9), (ANA, 24)
    ]  # fmt: skip


def test_a_higher_layer_wins_where_it_is_open():
    both = rota(weekly(ANA), weekly(BO, windows=(OFFICE,)))
    assert rotation.who_at(both, at("2026-01-06T12:00")) == BO
    assert rotation.who_at(both, at("2026-01-06T20:00")) == ANA
    assert rotation.who_at(both, at("2026-01-10T12:00")) == ANA


def test_a_night_window_reaches_into_the_next_day():
    nights = weekly(ANA, windows=(Window(frozenset({4}), time(22), time(6)),))
    assert rotation.who_at(rota(nights), at("2026-01-10T05:59")) == ANA
    assert rotation.who_at(rota(nights), at("2026-01-10T06:00")) is None
    assert rotation.who_at(rota(nights), at("2026-01-09T05:59")) is None


def test_windows_that_touch_at_midnight_make_one_span():
    weekend = weekly(ANA, windows=(Window(frozenset({5, 6}), time(0), time(0)),))
    found = rotation.layer_spans(weekend, BERLIN, at("2026-01-09T00:00"), at("2026-01-12T09:00"))
    assert [(span.starts_at, span.ends_at) for span in found] == [(at("2026-01-10T00:00"), at("2026-01-12T00:00"))]


def test_an_override_wins_over_every_layer_and_the_newest_over_older_ones():
    swaps = (
        Override(CY, at("2026-01-06T00:00"), at("2026-01-08T00:00")),
        Override(BO, at("2026-01-07T00:00"), at("2026-01-07T12:00")),
    )
    one = rota(weekly(ANA), overrides=swaps)
    assert rotation.who_at(one, at("2026-01-06T12:00")) == CY
    assert rotation.who_at(one, at("2026-01-07T11:00")) == BO
    final = rotation.spans(one, at("2026-01-05T09:00"), at("2026-01-09T00:00"))
    assert [span.person for span in final] == [ANA, CY, BO, CY, ANA]


def test_what_nobody_covers_is_a_gap():
    found = rotation.gaps(rota(weekly(windows=(OFFICE,))), at("2026-01-05T09:00"), at("2026-01-07T09:00"))
    assert [(gap.starts_at, gap.ends_at) for gap in found] == [
        (at("2026-01-05T17:00"), at("2026-01-06T09:00")),
        (at("2026-01-06T17:00"), at("2026-01-07T09:00")),
    ]


def test_an_empty_rota_is_one_gap():
    start, end = at("2026-01-05T09:00"), at("2026-01-07T09:00")
    assert rotation.spans(rota(), start, end) == [rotation.Span(start, end)]
    assert rotation.spans(rota(), end, start) == []


def test_someone_new_in_the_rotation_does_not_take_the_running_shift():
    now = at("2026-01-13T12:00")
    wider = rotation.turned(weekly(ANA, BO), (ANA, BO, CY), BERLIN, now)
    assert rotation.who_on_layer(wider, BERLIN, now) == BO
    assert rotation.who_on_layer(wider, BERLIN, now + WEEK) == CY


def test_whoever_leaves_the_rotation_leaves_her_shift_too():
    now = at("2026-01-13T12:00")
    assert rotation.turned(weekly(ANA, BO), (ANA, CY), BERLIN, now).people == (ANA, CY)


ZONES = sorted(available_timezones() - {"localtime", "Factory"})
zones = st.sampled_from(ZONES).map(ZoneInfo)
walls = st.datetimes(wall("2005-01-01T00:00"), wall("2037-12-31T00:00")).map(
    lambda w: w.replace(second=0, microsecond=0)
)
lengths = st.one_of(st.integers(1, 72).map(lambda n: n * HOUR), st.integers(1, 28).map(lambda n: n * DAY))
people = st.lists(st.integers(1, 5), min_size=1, max_size=5).map(tuple)
times = st.times().map(lambda t: t.replace(minute=t.minute // 15 * 15, second=0, microsecond=0))
windows = st.builds(Window, st.frozensets(st.integers(0, 6), min_size=1), times, times)
offsets = st.integers(0, 60 * 24 * 400).map(lambda minutes: timedelta(minutes=minutes))
layers = st.builds(Layer, people, walls, lengths, st.lists(windows, max_size=2).map(tuple))


@given(zones, walls)
@example(BERLIN, wall("2026-03-29T02:30"))
@example(ZoneInfo("Australia/Lord_Howe"), wall("2026-10-04T02:15"))
@example(ZoneInfo("Pacific/Apia"), wall("2011-12-30T09:00"))
def test_a_wall_time_begins_at_the_first_moment_that_shows_it(zone, wall):
    moment = rotation.instant(wall, zone)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    just_before = (moment - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    assert shown >= wall > just_before
    assert shown == wall or moment.astimezone(zone).utcoffset() != (moment - HOUR / 3600).astimezone(zone).utcoffset()


@given(zones, walls, st.integers(0, 60 * 48))
def test_later_wall_times_never_come_earlier(zone, wall, minutes):
    assert rotation.instant(wall, zone) <= rotation.instant(wall + timedelta(minutes=minutes), zone)


@given(zones, walls, lengths, people, offsets)
def test_a_layer_without_windows_has_exactly_one_person_at_any_instant(zone, first, length, who, later):
    layer = Layer(who, first, length)
    when = rotation.instant(first, zone) + later
    holding = [s for s in rotation.layer_spans(layer, zone, when - 2 * DAY, when + 2 * DAY) if s.holds(when)]
    assert [span.person for span in holding] == [rotation.who_on_layer(layer, zone, when)]
    assert holding[0].person in who


@given(zones, walls, lengths, people, offsets)
def test_every_hand_over_is_at_its_wall_time_or_at_the_skip(zone, first, length, who, later):
    layer = Layer(who, first, length)
    start = rotation.instant(first, zone) + later
    for span in rotation.layer_spans(layer, zone, start, start + 40 * HOUR)[1:]:
        number = rotation.shift_number(layer, zone, span.starts_at)
        wall = span.starts_at.astimezone(zone).replace(tzinfo=None)
        if wall != first + number * length:
            jump = span.starts_at - timedelta(seconds=1)
            assert jump.astimezone(zone).utcoffset() < span.starts_at.astimezone(zone).utcoffset()
            assert wall > first + number * length


@settings(max_examples=60)
@given(zones, st.lists(layers, max_size=3), walls, offsets, st.data())
def test_the_final_schedule_covers_the_interval_and_agrees_with_the_instant(zone, stack, wall, length, data):
    start = rotation.instant(wall, zone)
    end = start + length / 12
    assume(start < end)
    moments = st.integers(0, int((end - start).total_seconds()) - 1).map(lambda s: start + timedelta(seconds=s))
    swaps = [Override(9, a, b) for a, b in data.draw(st.lists(st.tuples(moments, moments), max_size=3)) if a < b]
    whole = Rota(zone, tuple(stack), tuple(swaps))
    final = rotation.spans(whole, start, end)
    assert final[0].starts_at == start
    assert final[-1].ends_at == end
    assert all(one.ends_at == two.starts_at for one, two in pairwise(final))
    assert all(span.starts_at < span.ends_at for span in final)
    when = data.draw(moments)
    assert [span.person for span in final if span.holds(when)] == [rotation.who_at(whole, when)]


@settings(max_examples=60)
@given(zones, layers, offsets, st.permutations(range(1, 6)))
def test_turning_the_people_never_changes_who_is_on_duty(zone, layer, later, order):
    when = rotation.instant(layer.first, zone) + later
    current = layer.people[rotation.shift_number(layer, zone, when) % len(layer.people)]
    fresh = rotation.turned(layer, order, zone, when)
    number = rotation.shift_number(fresh, zone, when)
    assert fresh.people[number % len(fresh.people)] == current


def test_a_window_opens_on_the_days_of_the_schedules_own_zone():
    auckland = ZoneInfo("Pacific/Auckland")
    monday = Layer((ANA,), wall("2026-01-01T00:00"), DAY, (Window(frozenset({0}), time(0), time(0)),))
    found = rotation.layer_spans(monday, auckland, at("2026-01-01T00:00", auckland), at("2026-01-08T00:00", auckland))
    assert [span.starts_at.astimezone(auckland).date() for span in found] == [date(2026, 1, 5)]
