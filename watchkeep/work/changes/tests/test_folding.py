"""Reports in every order fold into one; names say whether an environment is production; numbers are found in texts."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from watchkeep.work.changes.models import Progress, Report
from watchkeep.work.changes.rules.folding import folded, numbers_in, sounds_like_production

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = NINE + timedelta(hours=1)


def said(progress, minutes=None, **more):
    at = None if minutes is None else NINE + timedelta(minutes=minutes)
    return Report(external_id="1", subject="shop", progress=progress, at=at, **more)


def after(*reports, now=NOW):
    known = None
    for one in reports:
        known = folded(known, one, now)
    return known


def test_in_whichever_order_it_is_said_it_is_the_same():
    told = (
        said(Progress.STARTED, 0), said(Progress.STARTED, 1), said(Progress.SUCCEEDED, 5),
        said(Progress.ROLLED_BACK, 20), said(Progress.SUCCEEDED, 5),
    )  # fmt: skip
    for order in permutations(told):
        known = after(*order)
        assert (known.progress, known.began_at) == (Progress.ROLLED_BACK, NINE)
        assert known.ended_at == NINE + timedelta(minutes=20)


def test_a_clock_that_is_wrong_moves_nothing_into_the_future_or_far_past():
    ahead = after(said(Progress.STARTED, 600), said(Progress.SUCCEEDED, 900))
    assert ahead.began_at == ahead.ended_at == NOW
    old = after(said(Progress.STARTED, -60 * 24 * 365))
    assert old.began_at == NOW
    backwards = after(said(Progress.STARTED, 30), said(Progress.FAILED, 10))
    assert backwards.began_at <= backwards.ended_at


def test_an_end_tells_when_it_began_where_its_sender_knows():
    assert after(said(Progress.SUCCEEDED, 5, began_at=NINE)).began_at == NINE


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("production", True), ("prod", True), ("prod-eu", True), ("network-production", True), ("Live", True),
        ("pre-prod", False), ("non-production", False), ("staging", False), ("products", False), ("", False),
        ("reprod", False), ("deliver", False),
    ],
)  # fmt: skip
def test_names_say_whether_it_is_production(name, expected):
    assert sounds_like_production(name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CHG-12: pay", ["CHG-12"]), ("feature/chg-012-pay", ["CHG-12"]), ("XCHG-12", []), ("CHG-", []), ("", []),
        ("CHG-1 CHG-2 CHG-1", ["CHG-1", "CHG-2"]), ("CHG-1234567890123", []),
    ],
)  # fmt: skip
def test_numbers_of_changes_are_found_in_texts(text, expected):
    assert numbers_in(text) == expected
