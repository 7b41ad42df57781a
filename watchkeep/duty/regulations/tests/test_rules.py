"""By when three laws want a report."""

from datetime import UTC, datetime, timedelta

import pytest

from watchkeep.duty.regulations import rules
from watchkeep.duty.regulations.rules import Known, Regime, Terms
from watchkeep.estate.calendars.queries import Hours

AWARE = datetime(2026, 1, 31, 2, 10, tzinfo=UTC)


def hours(n):
    return AWARE + timedelta(hours=n)


def test_nis2_counts_from_awareness_and_then_from_the_notification():
    due = rules.due(Regime.NIS2, Known(AWARE, None, {}))
    assert (due["early_warning"], due["notification"]) == (hours(24), hours(72))
    assert due["final"] == datetime(2026, 3, 3, 2, 10, tzinfo=UTC)
    sent = rules.due(Regime.NIS2, Known(AWARE, None, {"notification": hours(10)}))
    assert sent["final"] == datetime(2026, 2, 28, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("classified", "initial"),
    [
        (None, hours(24)),
        (hours(1), hours(5)),
        (hours(23), hours(24)),
        (hours(24), hours(24)),
        (hours(40), hours(44)),
    ],
)
def test_dora_counts_four_hours_from_classification_and_a_day_from_awareness(classified, initial):
    assert rules.due(Regime.DORA, Known(AWARE, classified, {}))["initial"] == initial


def test_doras_later_reports_follow_the_one_before():
    due = rules.due(Regime.DORA, Known(AWARE, hours(1), {"initial": hours(3)}))
    assert due["intermediate"] == hours(75)
    assert due["final"] == rules.month_after(hours(75))


BERLIN = Hours("Europe/Berlin", week=((),) * 7, country="DE", subdivision="BE")
FRIDAY = datetime(2026, 4, 3, 8, tzinfo=UTC)
"""Good Friday, so that nobody works until Tuesday; and summer time in Berlin."""
TUESDAY_NOON = datetime(2026, 4, 7, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("terms", "initial", "intermediate"),
    [
        (Terms.PLAIN, datetime(2026, 4, 3, 12, tzinfo=UTC), datetime(2026, 4, 6, 12, tzinfo=UTC)),
        (Terms.OFF_DAYS_FINAL, datetime(2026, 4, 3, 12, tzinfo=UTC), datetime(2026, 4, 6, 12, tzinfo=UTC)),
        (Terms.OFF_DAYS, TUESDAY_NOON, datetime(2026, 4, 10, 10, tzinfo=UTC)),
    ],
)
def test_dora_moves_off_days_to_noon_of_the_next_working_day_for_those_whom_it_lets(terms, initial, intermediate):
    due = rules.due(Regime.DORA, Known(FRIDAY, FRIDAY, {}, terms, BERLIN))
    assert (due["initial"], due["intermediate"]) == (initial, intermediate)


@pytest.mark.parametrize(
    ("terms", "final"),
    [(Terms.PLAIN, datetime(2026, 5, 9, 8, tzinfo=UTC)), (Terms.OFF_DAYS_FINAL, datetime(2026, 5, 11, 10, tzinfo=UTC))],
)
def test_dora_s_final_report_moves_for_everybody_and_counts_from_the_latest_update(terms, final):
    sent = {"initial": FRIDAY, "intermediate": FRIDAY, "update": datetime(2026, 4, 9, 8, tzinfo=UTC)}
    assert rules.due(Regime.DORA, Known(FRIDAY, FRIDAY, sent, terms, BERLIN))["final"] == final


def test_who_provides_trust_services_notifies_within_a_day():
    assert rules.due(Regime.NIS2, Known(AWARE, None, {}, Terms.TRUST))["notification"] == hours(24)
    assert "24 hours" in rules.says(Regime.NIS2, "notification", Terms.TRUST)


def test_nis2_s_final_report_waits_for_an_incident_that_goes_on():
    sent = {"notification": hours(10), "progress": hours(700)}
    assert rules.due(Regime.NIS2, Known(AWARE, None, sent))["final"] is None
    over = Known(AWARE, None, sent, handled_at=datetime(2026, 4, 2, 9, tzinfo=UTC))
    assert rules.due(Regime.NIS2, over)["final"] == datetime(2026, 5, 2, 9, tzinfo=UTC)


def test_progress_that_is_told_early_takes_no_moment_away():
    sent = {"notification": hours(10), "progress": hours(100)}
    assert rules.due(Regime.NIS2, Known(AWARE, None, sent))["final"] == datetime(2026, 2, 28, 12, 10, tzinfo=UTC)


def test_gdpr_counts_seventy_two_hours_and_word_to_people_has_no_hour():
    assert rules.due(Regime.GDPR, Known(AWARE, None, {})) == {"authority": hours(72), "people": None}


@pytest.mark.parametrize(
    ("at", "after"),
    [((2026, 1, 31), (2026, 2, 28)), ((2028, 1, 30), (2028, 2, 29)), ((2026, 12, 5), (2027, 1, 5))],
)
def test_a_month_later_is_the_same_day_or_the_last(at, after):
    assert rules.month_after(datetime(*at, tzinfo=UTC)) == datetime(*after, tzinfo=UTC)


def test_somebody_is_reminded_when_three_quarters_are_gone():
    assert rules.warn_at(AWARE, hours(24)) == hours(18)
    assert rules.warn_at(AWARE, None) is None


def test_a_wording_names_what_it_may():
    names = dict.fromkeys(rules.NAMES, "x") | {"title": "The shop is down"}
    assert rules.fill("{{ title }}{% if cause == 'x' %}, why?{% endif %}", names) == "The shop is down, why?"


@pytest.mark.parametrize(
    "wording",
    [
        "{{ password }}",
        "{{ title.__class__ }}",
        "{% for a in title %}x{% endfor %}",
        "{{ title * 9 }}",
        "{{",
        "{{ f() }}",
        "{% if title %}" * 100 + "{% endif %}" * 100,
    ],
)
def test_a_wording_does_nothing_else(wording):
    with pytest.raises(ValueError, match=r"."):
        rules.check(wording)
