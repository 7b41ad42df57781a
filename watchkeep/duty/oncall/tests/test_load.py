"""What being on call weighs, what it is paid with, and that the past stays as it was."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testing import make
from watchkeep.duty.oncall import jobs, life, queries
from watchkeep.duty.oncall.models import Rate, Stint
from watchkeep.duty.oncall.rules import load
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def hours(starts, ends, holidays=()):
    return load.hours_by_kind(load.pieces(at(starts), at(ends), BERLIN, holidays))


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2026-06-01T08:00", "2026-06-02T08:00", {"weekday": 16, "night": 8, "weekend": 0, "holiday": 0}),
        ("2026-06-05T20:00", "2026-06-06T08:00", {"weekday": 2, "night": 2, "weekend": 8, "holiday": 0}),
        ("2026-03-28T22:00", "2026-03-29T06:00", {"weekday": 0, "night": 0, "weekend": 7, "holiday": 0}),
        ("2026-12-24T20:00", "2026-12-25T20:00", {"weekday": 2, "night": 2, "weekend": 0, "holiday": 20}),
    ],
)
def test_hours_are_of_the_kind_that_the_wall_clock_says(starts, ends, expected):
    assert hours(starts, ends, {date(2026, 12, 25)}) == expected


@given(
    st.integers(0, 330 * 24 * 60).map(lambda minutes: at("2026-01-01T00:00") + timedelta(minutes=minutes)),
    st.timedeltas(timedelta(minutes=1), timedelta(days=20)),
)
def test_no_hour_is_lost_and_none_counts_twice(start, length):
    found = list(load.pieces(start, start + length, BERLIN, {date(2026, 5, 1)}))
    assert sum((one.ends_at - one.starts_at for one in found), timedelta()) == length
    assert all(one.kind == load.kind_at(one.starts_at, BERLIN, {date(2026, 5, 1)}) for one in found)


def test_pages_close_together_break_one_hour_of_sleep():
    night = at("2026-06-02T02:00")
    pages = [night, night + HOUR / 2, night + HOUR, at("2026-06-02T12:00")]
    assert load.broken_hours(pages, BERLIN) == 2


@pytest.mark.parametrize(
    ("burdens", "expected"), [([], 0), ([0, 0], 0), ([5, 5, 5], 0), ([1, 0], 0.5), ([1, 0, 0, 0], 0.75), ([3, 1], 0.25)]
)
def test_the_gini_coefficient(burdens, expected):
    assert load.gini(burdens) == pytest.approx(expected)


def test_stints_are_written_down_by_the_sweep_and_grow():
    rota = make.schedule(make.ana())
    now = clock.now()
    jobs.settle_due()
    for hours_later in (1, 2):
        with clock.frozen(now + hours_later * HOUR):
            assert jobs.settle_due() == 1
            assert jobs.settle_due() == 0
    stint = Stint.objects.get()
    assert (stint.schedule, stint.person, stint.ends_at) == (rota, make.ana(), now + 2 * HOUR)


def test_a_change_of_the_rota_does_not_change_the_past():
    now = clock.now()
    with clock.frozen(now):
        rota = make.schedule(make.ana())
    with clock.frozen(now + 5 * HOUR):
        layer = rota.layers.get()
        life.change_layer(layer, by=CLOCK, name="New", people=[make.bo()], rhythm=layer.rhythm)
    with clock.frozen(now + 6 * HOUR):
        life.settle(rota)
    stints = [(one.person.name, one.starts_at, one.ends_at) for one in Stint.objects.all()]
    assert stints == [("Ana", now, now + 5 * HOUR), ("Bo", now + 5 * HOUR, now + 6 * HOUR)]


def test_a_schedule_that_is_gone_leaves_its_stints():
    now = clock.now()
    rota = make.schedule(make.ana(), name="Shop")
    with clock.frozen(now + HOUR):
        life.remove_schedule(rota, by=CLOCK)
    assert [(one.schedule, one.schedule_name) for one in Stint.objects.all()] == [(None, "Shop")]


def a_month(**rates):
    """June 2026: Ana a weekday in Berlin with a page by day and two at night, Bo half of one."""
    ana, bo = make.ana(time_zone="Europe/Berlin"), make.bo(time_zone="Europe/Berlin")
    for person, starts, ends in (
        (ana, "2026-06-01T08:00", "2026-06-02T08:00"),
        (bo, "2026-06-02T08:00", "2026-06-02T20:00"),
    ):
        Stint.objects.create(schedule_name="Shop", person=person, starts_at=at(starts), ends_at=at(ends))
    for moment in ("2026-06-01T12:00", "2026-06-02T01:00", "2026-06-02T03:00"):
        with clock.frozen(at(moment)):
            make.page(make.step(ana))
    with clock.frozen(at("2026-06-01T13:00")):
        make.page(make.step(ana), is_drill=True)
    if rates:
        life.set_rates(by=CLOCK, euro=dict.fromkeys(Rate.Kind.values, Decimal(0)) | rates)
    return queries.month(at("2026-06-01T00:00"), at("2026-07-01T00:00"))


def test_a_month_in_hours_pages_broken_nights_and_money():
    month = a_month(weekday=Decimal("2.50"), night=Decimal(5), page_night=Decimal(20))
    ana, bo = month.burdens
    assert (ana.hours["weekday"], ana.hours["night"], ana.day_pages, ana.night_pages, ana.broken_hours) == (
        16,
        8,
        1,
        2,
        2,
    )
    assert (ana.euro, bo.euro, month.euro) == (Decimal("120.00"), Decimal("30.00"), Decimal("150.00"))
    assert month.gini == pytest.approx(load.gini([28, 12]))


def test_a_month_costs_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    a_month()
    with django_assert_num_queries(4):
        queries.month(at("2026-06-01T00:00"), at("2026-07-01T00:00"))


def test_only_who_plans_sets_the_rates():
    with pytest.raises(NotAllowed):
        life.set_rates(by=make.actor(make.ana()), euro=dict.fromkeys(Rate.Kind.values, Decimal(1)))
