from datetime import date, datetime, time, timedelta
from importlib import import_module

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as some

from testing import make
from watchkeep.insight.reviews import life, queries
from watchkeep.insight.reviews.rules import recurrence, rhythms
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

A_MONDAY = date(2026, 6, 1)
RULES = """DAILY|DAILY;BYDAY=MO,FR|WEEKLY|WEEKLY;BYDAY=TU,SU|MONTHLY|MONTHLY;BYMONTHDAY=15,-1|MONTHLY;BYDAY=1SU,-1WE
MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1|YEARLY|YEARLY;BYMONTH=3,9""".replace("\n", "|").split("|")
ODD = """WEEKLY|FREQ=HOURLY|FREQ=DAILY;FREQ=DAILY|FREQ=DAILY;INTERVAL=0|FREQ=DAILY;INTERVAL=1000|FREQ=DAILY;COUNT=3
FREQ=DAILY;UNTIL=20300101|FREQ=DAILY;BYHOUR=3|FREQ=WEEKLY;BYDAY=2TU|FREQ=WEEKLY;BYMONTHDAY=1|FREQ=MONTHLY;BYDAY=6MO
FREQ=MONTHLY;BYMONTHDAY=32|FREQ=MONTHLY;BYSETPOS=1|FREQ=YEARLY;BYMONTH=0|FREQ=DAILY;BYDAY=XX|FREQ=DAILY;X=1
FREQ=DAILY;BYSETPOS=1""".replace("\n", "|").split("|")
before = import_module("watchkeep.insight.reviews.migrations.0005_fill_rules")


def days(text, start, count=3):
    return queries.days_ahead(text, start, count)


class TestDays:
    @pytest.mark.parametrize(
        ("rule", "found"),
        [
            ("FREQ=DAILY;INTERVAL=10", [date(2026, 6, 1), date(2026, 6, 11), date(2026, 6, 21)]),
            ("FREQ=WEEKLY;BYDAY=SA,MO", [date(2026, 6, 1), date(2026, 6, 6), date(2026, 6, 8)]),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", [date(2026, 6, 5), date(2026, 6, 19), date(2026, 7, 3)]),
            ("FREQ=MONTHLY;BYDAY=2TU", [date(2026, 6, 9), date(2026, 7, 14), date(2026, 8, 11)]),
            ("FREQ=MONTHLY;BYDAY=-1FR", [date(2026, 6, 26), date(2026, 7, 31), date(2026, 8, 28)]),
            ("FREQ=MONTHLY;BYMONTHDAY=31", [date(2026, 7, 31), date(2026, 8, 31), date(2026, 10, 31)]),
            (
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                [date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31)],
            ),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", [date(2028, 2, 29), date(2032, 2, 29), date(2036, 2, 29)]),
        ],
    )
    def test_come_as_the_rule_says(self, rule, found):
        assert days(rule, A_MONDAY) == found

    @settings(max_examples=60, deadline=None)
    @given(
        some.sampled_from(RULES),
        some.integers(1, 5),
        some.dates(date(2024, 1, 1), date(2028, 1, 1)),
        some.integers(0, 900),
    )
    def test_are_those_of_another_reader_of_the_same_rules(self, rule, interval, start, later):
        rule, day = f"FREQ={rule};INTERVAL={interval}", start + timedelta(days=later)
        other = rrulestr(rule, dtstart=datetime.combine(start, time.min)).after(
            datetime.combine(day, time.min), inc=True
        )
        assert recurrence.next_from(recurrence.read(rule), start, day) == other.date()

    @pytest.mark.parametrize("freq", ["DAILY", "MONTHLY", "YEARLY"])
    def test_a_day_that_never_comes_is_not_looked_for_for_ever(self, freq):
        assert recurrence.next_from(recurrence.read(f"FREQ={freq};BYMONTH=2;BYMONTHDAY=30"), A_MONDAY, A_MONDAY) is None

    @pytest.mark.parametrize(
        "rule",
        ODD,
    )
    def test_what_is_not_offered_is_refused_in_words(self, rule):
        with pytest.raises(recurrence.BadRule, match=r"\w"):
            recurrence.read(rule)


class TestChoices:
    @pytest.mark.parametrize(
        ("choice", "words"),
        [
            ({"repeat": "days", "every": 3}, "Every 3 days"),
            ({"repeat": "workdays"}, "Monday to Friday"),
            ({"repeat": "weeks", "every": 2, "weekdays": (1, 3)}, "Every 2 weeks on Tuesday, Thursday"),
            ({"repeat": "weeks"}, "Every week on Monday"),
            ({"repeat": "months", "month_day": 15}, "Every month on day 15"),
            ({"repeat": "months", "every": 3, "month_day": 31}, "Every 3 months on day 31, or the last"),
            ({"repeat": "nth", "nth": 2, "weekday": 1}, "Every month on the second Tuesday"),
            ({"repeat": "nth", "nth": -1, "weekday": 4}, "Every month on the last Friday"),
        ],
    )
    def test_become_a_rule_that_says_the_same(self, choice, words):
        rule = queries.rule_of(choice, A_MONDAY)
        assert rhythms.words(recurrence.read(rule)) == words
        assert queries.rule_of(vars(queries.choice_of(rule)), date(2026, 1, 7)) == rule

    def test_a_rule_without_plain_words_stays_as_it_is(self):
        rule = "FREQ=YEARLY;BYMONTH=3,9"
        assert (queries.choice_of(rule).repeat, rhythms.words(recurrence.read(rule))) == ("rule", rule)


class TestTheClockOfThePlace:
    def test_a_task_is_due_at_the_end_of_the_day_where_the_service_is(self):
        shop = make.service(hours=make.hours(time_zone="America/New_York"))
        with clock.frozen(datetime.fromisoformat("2026-10-30T12:00Z")):
            task = life.plan_task(
                by=CLOCK, title="Look", owner=make.ana(), service=shop, starts_on=date(2026, 10, 31), rule="FREQ=DAILY"
            )
            assert task.due_at == datetime.fromisoformat("2026-11-01T04:00Z")
            life.do_task(task, by=CLOCK, evidence="Looked")
        assert task.due_at == datetime.fromisoformat("2026-11-02T05:00Z")

    def test_or_at_its_time_there_in_summer_and_in_winter(self):
        item = make.item("san-01")
        shop = make.service(hours=make.hours(time_zone="Europe/Berlin"))
        shop.items.add(item)
        with clock.frozen(datetime.fromisoformat("2026-10-01T12:00Z")):
            task = life.plan_task(
                by=CLOCK, title="Look", owner=make.ana(), item=item, starts_on=date(2026, 10, 24), due_time=time(9, 30),
                rule="FREQ=WEEKLY",
            )  # fmt: skip
            assert task.due_at == datetime.fromisoformat("2026-10-24T07:30Z")
            life.do_task(task, by=CLOCK, evidence="Looked")
        assert task.due_at == datetime.fromisoformat("2026-10-31T08:30Z")

    def test_another_rule_begins_where_the_task_stands(self):
        with clock.frozen(datetime.fromisoformat("2026-06-01T12:00Z")):
            task = make.preventive_task(days=1)
            life.edit_task(task, by=CLOCK, rule="freq=weekly;byday=fr")
        assert (task.rule, task.next_on) == ("FREQ=WEEKLY;BYDAY=FR", date(2026, 6, 5))

    @pytest.mark.parametrize("rule", ["FREQ=HOURLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"])
    def test_a_rule_that_cannot_be_is_refused_at_its_field(self, rule):
        with pytest.raises(Refused) as no:
            make.preventive_task(rule=rule)
        assert no.value.field == "rule"


@pytest.mark.parametrize(
    ("every", "unit", "start", "third"),
    [
        (3, "days", date(2026, 1, 1), date(2026, 1, 7)),
        (2, "weeks", date(2026, 1, 7), date(2026, 2, 4)),
        (1, "months", date(2026, 1, 31), date(2026, 3, 31)),
        (6, "months", date(2026, 2, 14), date(2027, 2, 14)),
    ],
)
def test_what_was_an_interval_comes_on_the_same_days(every, unit, start, third):
    assert days(before.rule_of(every, unit, start), start)[::2] == [start, third]
