"""Rules of repetition as people say them."""

# ruff: noqa: DTZ001  # what a wall shows has no zone

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from watchkeep.estate.calendars.rules import Recurrence, in_words

BERLIN = ZoneInfo("Europe/Berlin")


def said(rule, **more):
    first = datetime(2026, 1, 4, 2, 30, tzinfo=BERLIN)
    return in_words(Recurrence(rule, first, "Europe/Berlin", timedelta(hours=1), **more))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "Every day at 02:30 (Europe/Berlin)"),
        ("FREQ=WEEKLY", "Every week on Sunday at 02:30 (Europe/Berlin)"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "Every 2 weeks on Saturday and Sunday at 02:30 (Europe/Berlin)"),
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "Every week on working days (Monday to Friday) at 02:30 (Europe/Berlin)",
        ),
        ("FREQ=MONTHLY", "Every month on day 4 of the month at 02:30 (Europe/Berlin)"),
        ("FREQ=MONTHLY;BYDAY=2TU", "Every month on the second Tuesday at 02:30 (Europe/Berlin)"),
        ("FREQ=MONTHLY;BYDAY=-1SU;COUNT=5", "Every month on the last Sunday at 02:30 (Europe/Berlin), 5 times in all"),
        ("FREQ=YEARLY", "Every year in January on day 4 of the month at 02:30 (Europe/Berlin)"),
        (
            "FREQ=DAILY;BYHOUR=6,18;BYMINUTE=0;UNTIL=20261231",
            "Every day at 06:00 and 18:00 (Europe/Berlin), until 31 Dec 2026",
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "Every month on working days (Monday to Friday) (of these only: last) at 02:30 (Europe/Berlin)",
        ),
        ("FREQ=YEARLY;BYWEEKNO=20,-2", "Every year in calendar week 2 from the end and 20 at 02:30 (Europe/Berlin)"),
    ],
)
def test_a_rule_is_said_with_what_it_takes_from_its_first_time(rule, words):
    assert said(rule) == words


def test_single_times_are_said_on_the_clock_of_the_plan():
    more = frozenset({datetime(2026, 6, 1, 12, tzinfo=UTC)})
    words = said("FREQ=WEEKLY", also=more, without=frozenset({datetime(2026, 1, 11, 2, 30)}))
    assert words.endswith(", also on 1 Jun 2026 14:00, not on 11 Jan 2026 02:30")
