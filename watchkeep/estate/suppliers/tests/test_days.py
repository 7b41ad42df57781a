"""The days of contracts: tables from the law books, and what holds for every date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeep.estate.suppliers import rules
from watchkeep.estate.suppliers.rules import Notice, Term

DAY = timedelta(days=1)
dates = st.dates(date(1990, 1, 1), date(2150, 12, 31))
notices = st.builds(Notice, st.integers(0, 24), st.just(True)) | st.builds(Notice, st.integers(0, 400), st.just(False))


@pytest.mark.parametrize(
    ("ends_on", "notice", "last_day"),
    [
        (date(2026, 12, 31), Notice(3, in_months=True), date(2026, 9, 30)),
        (date(2026, 12, 31), Notice(30), date(2026, 12, 1)),
        (date(2026, 12, 31), Notice(), date(2026, 12, 31)),
        (date(2026, 3, 31), Notice(1, in_months=True), date(2026, 2, 28)),
        (date(2028, 3, 31), Notice(1, in_months=True), date(2028, 2, 29)),
        (date(2026, 2, 28), Notice(1, in_months=True), date(2026, 1, 31)),
        (date(2026, 5, 30), Notice(3, in_months=True), date(2026, 2, 27)),
        (date(2026, 6, 14), Notice(6, in_months=True), date(2025, 12, 14)),
    ],
)
def test_the_last_day_for_notice(ends_on, notice, last_day):
    assert rules.notice_by(ends_on, notice) == last_day


@pytest.mark.parametrize(
    ("first", "months", "ends"),
    [
        (date(2026, 1, 31), 1, [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]),
        (date(2026, 6, 30), 1, [date(2026, 7, 31), date(2026, 8, 31)]),
        (date(2026, 2, 28), 12, [date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28)]),
        (date(2026, 1, 30), 1, [date(2026, 2, 27), date(2026, 3, 30), date(2026, 4, 29), date(2026, 5, 30)]),
    ],
)
def test_a_short_month_shortens_no_later_term(first, months, ends):
    assert [Term(first, months, times + 1).ends_on for times in range(len(ends))] == ends


@given(dates, notices)
def test_notice_on_the_last_day_is_in_time_and_a_day_later_is_not(ends_on, notice):
    last = rules.notice_by(ends_on, notice)
    assert last <= ends_on
    assert rules.next_term(Term(ends_on, 12), notice, last) == Term(ends_on, 12)
    assert rules.next_term(Term(ends_on, 12), notice, last + DAY).times >= 1


@given(dates, st.integers(1, 36), notices, dates)
def test_a_contract_goes_on_until_notice_is_possible_again_and_no_further(first, months, notice, today):
    term = rules.next_term(Term(first, months), notice, today)
    assert rules.notice_by(term.ends_on, notice) >= today
    if term.times:
        before = Term(first, months, term.times - 1)
        assert rules.notice_by(before.ends_on, notice) < today
        assert before.ends_on < term.ends_on


@given(dates, notices)
def test_without_an_end_notice_ends_it_as_early_as_it_may(given_on, notice):
    end = rules.end_for(given_on, notice)
    assert rules.notice_by(end, notice) >= given_on
    assert rules.notice_by(end - DAY, notice) < given_on


@given(dates, st.lists(st.integers(0, 730), max_size=8), st.integers(0, 800))
def test_each_warning_comes_once_and_the_day_after_the_moment_is_the_last_look(moment, before, first_look):
    today, warned_on, warned = moment - timedelta(days=first_look), None, 0
    for _ in range(20):
        look = max(today, rules.next_look(moment, before, warned_on))
        if look > moment:
            break
        today = warned_on = look
        warned += 1
    assert rules.next_look(moment, before, warned_on) == moment + DAY or look == moment + DAY
    assert warned <= len(set(before))
