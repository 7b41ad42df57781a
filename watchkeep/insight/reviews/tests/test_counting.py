"""What was opened and what came back is counted day by day, each incident once, however the sweep is interrupted."""

from datetime import UTC, date, datetime, timedelta

from testing import make
from testing.harness import sweep
from watchkeep.insight.reviews import jobs, queries
from watchkeep.insight.reviews.models import Day
from watchkeep.kernel import clock

NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def opened(at, fingerprint="abc", **more):
    with clock.frozen(at):
        return make.incident(fingerprint=fingerprint, **more)


def count(at=NOON):
    with clock.frozen(at):
        return sweep(jobs.count_days)


def days():
    return {day.on.day: (day.opened, day.recurred) for day in Day.objects.exclude(opened=0)}


def came_back(at=NOON):
    with clock.frozen(at):
        return list(queries.recurred(queries.Span(30)).order_by("pk"))


def test_each_day_says_what_was_opened_and_what_of_it_came_back():
    opened(NOON - timedelta(days=3))
    again = [opened(NOON - timedelta(days=1)), opened(NOON - HOUR)]
    opened(NOON - HOUR, fingerprint="")
    opened(NOON - HOUR, fingerprint="other")
    opened(NOON - HOUR, is_drill=True)
    count()
    assert days() == {30: (1, 0), 1: (1, 1), 2: (3, 1)}
    assert came_back() == again


def test_a_fault_comes_back_within_ninety_days_and_never_because_of_a_drill():
    opened(NOON - timedelta(days=91))
    opened(NOON)
    opened(NOON - HOUR, fingerprint="drilled", is_drill=True)
    opened(NOON, fingerprint="drilled")
    count(NOON + HOUR)
    assert came_back(NOON + HOUR) == []


def test_counting_goes_on_where_it_ended_over_midnight_too():
    opened(NOON)
    count(NOON + 11 * HOUR)
    opened(NOON + 11.5 * HOUR)
    opened(NOON + 13 * HOUR)
    assert days() == {2: (1, 0)}
    count(NOON + 14 * HOUR)
    assert days() == {2: (2, 1), 3: (1, 1)}
    assert Day.objects.latest("on").on == date(2026, 6, 3)


def test_what_was_not_committed_yet_when_it_was_counted_is_counted_the_next_time():
    opened(NOON - HOUR)
    count(NOON)
    opened(NOON - timedelta(minutes=2))
    count(NOON + timedelta(minutes=1))
    assert days() == {2: (2, 1)}


def test_years_of_history_are_counted_a_month_at_a_time():
    opened(NOON - timedelta(days=95))
    opened(NOON - timedelta(days=10))
    assert count() == 3
    assert count() == 0
    assert sum(day.opened for day in Day.objects.all()) == 2
    assert len(came_back()) == 1


def test_figures_cost_as_many_queries_for_many_as_for_none(django_assert_num_queries):
    for n in range(3):
        make.cause(make.major(fingerprint="abc", service=make.service(f"Shop {n}")))
    sweep(jobs.count_days)
    with django_assert_num_queries(9):
        assert queries.figures(queries.Span(1100)).opened == 3
