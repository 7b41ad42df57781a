from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from watchkeep.insight.reviews.rules import graph, nudges, wording

pytestmark = pytest.mark.django_db(databases=[])


class TestWording:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("He should have looked at the graph.", "should have"),
            ("She shouldn't have restarted it.", "shouldn't have"),
            ("The root cause was human error.", "human error"),
            ("A careless change broke it.", "careless"),
            ("Bo Berg forgot the certificate.", "Bo Berg forgot"),
            ("Bo simply ignored the warning.", "Bo simply ignored"),
            ("Whoever was on duty failed to follow the runbook.", "failed to follow"),
        ],
    )
    def test_blame_is_found_and_a_better_way_is_named(self, text, found):
        hint = wording.hints(text, ["Bo Berg"])[0]
        assert hint.found == found
        assert hint.why
        assert hint.instead

    @pytest.mark.parametrize(
        "text",
        [
            "The pool ran dry because the limit was never raised.",
            "Bo restarted the relay, which brought it back.",
            "The alert forgot nothing; the disk broke.",
            "",
        ],
    )
    def test_what_blames_nobody_is_left_alone(self, text):
        assert wording.hints(text, ["Bo Berg"]) == []


class TestTheTree:
    edges = some.lists(some.tuples(some.integers(0, 7), some.integers(0, 7)), max_size=20)

    @given(edges)
    def test_ties_that_are_refused_when_they_close_a_circle_never_make_one(self, wanted):
        kept: list[tuple[int, int]] = []
        for cause, effect in wanted:
            if not graph.leads_to(kept, effect, cause):
                kept.append((cause, effect))
        reach = set(kept)
        for middle, first, last in product(range(8), repeat=3):
            if (first, middle) in reach and (middle, last) in reach:
                reach.add((first, last))
        assert not any((node, node) in reach for node in range(8))
        places = graph.tree(range(8), kept)
        assert {place.node for place in places} == set(range(8))
        assert sorted(place.node for place in places if not place.is_repeated) == list(range(8))


class TestNudges:
    DUE = datetime(2026, 6, 10, 12, tzinfo=UTC)

    def said(self, *days: float) -> list[str]:
        count, stages = 0, []
        for day in days:
            now = self.DUE + timedelta(days=day)
            if nudges.nth(nudges.REVIEW, self.DUE, count).at <= now:
                stage, count = nudges.said_now(nudges.REVIEW, self.DUE, count, now)
                stages.append(stage)
        return stages

    def test_before_at_and_after(self):
        assert self.said(-1, 0, 1, 2, 5, 9) == ["soon", "late", "escalated", "escalated"]

    def test_after_a_month_of_downtime_one_is_said_and_not_five(self):
        assert self.said(30, 31) == ["escalated"]

    def test_what_is_due_at_once_is_not_announced_first(self):
        assert nudges.first_ahead(nudges.REVIEW, self.DUE, self.DUE - timedelta(hours=2)) == 1
