from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from watchkeep.duty.announcements.rules import drafts, history, standing
from watchkeep.duty.announcements.rules.history import Stretch

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def ago(**delta):
    return NOW - timedelta(**delta)


def test_ninety_days_each_with_its_worst():
    rows = [
        Stretch("partial_outage", ago(days=2), ago(days=2) + timedelta(hours=1)),
        Stretch("major_outage", ago(hours=1), None),
    ]
    found = history.of(rows, since=ago(days=400), now=NOW, zone=BERLIN)
    assert len(found.days) == 90
    assert (found.days[-1].status, found.days[-3].status, found.days[-2].status) == (
        "major_outage",
        "partial_outage",
        "operational",
    )
    assert [len(day.stretches) for day in found.rows] == [1, 1]


def test_a_stretch_over_midnight_is_on_both_days_of_the_pages_zone():
    at = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    found = history.of(
        [Stretch("major_outage", at, at + timedelta(hours=1))], since=ago(days=400), now=NOW, zone=BERLIN
    )
    assert [str(day.on) for day in found.rows] == ["2026-03-11", "2026-03-10"]


def test_days_before_there_was_a_component_are_unknown():
    found = history.of([], since=ago(days=10), now=NOW, zone=BERLIN)
    assert sum(day.is_known for day in found.days) == 11
    assert found.uptime == 100


def test_uptime_counts_major_whole_partial_three_tenths_and_slow_not_at_all():
    start = ago(hours=100)
    for status, percent in (
        ("major_outage", 90),
        ("partial_outage", 97),
        ("degraded_performance", 100),
        ("under_maintenance", 100),
    ):
        assert history.uptime([Stretch(status, ago(hours=10), None)], start, NOW) == pytest.approx(percent)


@pytest.mark.parametrize(("percent", "words"), [(100.0, "100"), (99.99999, "99.99"), (98.456, "98.45"), (None, "")])
def test_what_was_lost_never_rounds_up_to_all(percent, words):
    assert history.in_figures(percent) == words


@given(some.lists(some.sampled_from(standing.ORDER), min_size=1, max_size=6), some.sampled_from(standing.ORDER))
def test_one_more_that_is_worse_never_makes_it_better(statuses, more):
    assert standing.ORDER.index(standing.worst([*statuses, more])) >= standing.ORDER.index(standing.worst(statuses))


@pytest.mark.parametrize(
    ("statuses", "word"),
    [
        (["operational"] * 3, "none"),
        ([], "none"),
        (["operational", "under_maintenance"], "maintenance"),
        (["operational", "degraded_performance"], "minor"),
        (["operational", "partial_outage"], "minor"),
        (["partial_outage", "partial_outage"], "major"),
        (["operational", "major_outage"], "major"),
        (["major_outage", "major_outage"], "critical"),
    ],
)
def test_a_page_in_one_word(statuses, word):
    assert standing.indicator(statuses) == word


def test_every_draft_is_there_in_every_language():
    assert {frozenset(bodies) for bodies in drafts.BODIES.values()} == {frozenset(drafts.BODIES["en"])}
    assert "Checkout, Search and Accounts" in drafts.body("resolved", ["Checkout", "Search", "Accounts"], "en")
    assert drafts.title("incident", ["Kasse"], "de") == "Kasse: Störung"
