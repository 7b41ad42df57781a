"""Impact and urgency as pure decisions: more is never less."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from watchkeep.work.incidents import rules
from watchkeep.work.incidents.rules import Cause, Figures, Pressure, Refusals, Thresholds, Trend
from watchkeep.work.incidents.rules.reach import AGAIN

NONE = Refusals()
COUNTS = st.integers(0, 200_000)
MATRIX = {(1, 1): 1, (1, 2): 2, (1, 3): 3, (2, 1): 2, (2, 2): 3, (2, 3): 4, (3, 1): 3, (3, 2): 4, (3, 3): 5}

figures = st.builds(
    Figures, people=COUNTS, customers=COUNTS, value_per_hour=st.decimals(0, 900_000, places=2), tier=st.integers(1, 4)
)
more = st.builds(
    Figures, people=COUNTS, customers=COUNTS, value_per_hour=st.decimals(0, 900_000, places=2), tier=st.integers(0, 3)
)
pressures = st.builds(
    Pressure,
    base=st.integers(1, 3), alerts=st.integers(0, 60), recoveries=st.integers(0, 60), reports=st.integers(0, 9),
    joined=st.integers(0, 3), deadline_minutes=st.none() | st.integers(-500, 500),
    stalled_minutes=st.none() | st.integers(0, 500),
)  # fmt: skip
thresholds = st.builds(
    Thresholds,
    wide_tier=st.integers(1, 4), wide_customers=COUNTS, wide_people=COUNTS, wide_value=COUNTS,
    group_tier=st.integers(1, 4), group_customers=COUNTS, group_people=COUNTS, group_value=COUNTS,
    alerts=st.integers(1, 60), reports=st.integers(1, 9), deadline_minutes=st.integers(1, 400),
    stalled_minutes=st.integers(1, 400),
)  # fmt: skip
refusals = st.builds(
    Refusals,
    st.frozensets(
        st.builds(
            Cause,
            st.sampled_from(["customers:1", "people:1", "value:2", "tier:1", "joined", "alerts", "deadline"]),
            st.floats(0, 100_000),
        ),
        max_size=4,
    ),
)


def added(less: Figures, extra: Figures) -> Figures:
    """At least as much affected, in every figure."""
    return Figures(
        people=less.people + extra.people,
        customers=less.customers + extra.customers,
        value_per_hour=less.value_per_hour + extra.value_per_hour,
        tier=max((less.tier or 4) - (extra.tier or 0), 1),
    )


@given(figures, more, thresholds, refusals, pressures)
def test_where_strictly_more_is_affected_impact_and_priority_are_never_lower(less, extra, needed, refused, pressed):
    narrow, _ = rules.impact(less, needed, refused)
    wide, _ = rules.impact(added(less, extra), needed, refused)
    urgency, _ = rules.urgency(pressed, needed, refused)
    assert wide <= narrow
    assert MATRIX[wide, urgency] <= MATRIX[narrow, urgency]


@given(pressures, pressures, thresholds)
def test_urgency_follows_the_trend(one, other, needed):
    other = replace(other, base=one.base, deadline_minutes=one.deadline_minutes, stalled_minutes=one.stalled_minutes)
    if rules.trend_of(one, needed) <= rules.trend_of(other, needed):
        assert rules.urgency(one, needed, NONE)[0] >= rules.urgency(other, needed, NONE)[0]


@given(pressures, thresholds, st.tuples(*(st.integers(0, most) for most in (50, 5, 2, 300))))
def test_more_pressure_is_never_less_urgent(pressed, needed, extra):
    alerts, reports, joined, minutes = extra
    harder = replace(
        pressed,
        alerts=pressed.alerts + alerts,
        reports=pressed.reports + reports,
        joined=pressed.joined + joined,
        deadline_minutes=None if pressed.deadline_minutes is None else pressed.deadline_minutes - minutes,
        stalled_minutes=None if pressed.stalled_minutes is None else pressed.stalled_minutes + minutes,
    )
    assert rules.urgency(harder, needed, NONE)[0] <= rules.urgency(pressed, needed, NONE)[0]
    assert rules.trend_of(harder, needed) >= rules.trend_of(pressed, needed)


@given(figures, thresholds)
def test_what_is_refused_is_no_reason_until_it_grows_by_half(some, needed):
    level, causes = rules.impact(some, needed, NONE)
    refused = Refusals(frozenset(causes))
    again, left = rules.impact(some, needed, refused)
    assert not set(left) & set(causes)
    assert again >= level
    grown = replace(some, customers=int(some.customers * AGAIN) + 1)
    if any(cause.key.startswith("customers") for cause in causes):
        assert rules.impact(grown, needed, refused)[0] <= level


def test_the_words_say_what_is_affected_and_was():
    was = Figures(customers=12_000, value_per_hour=Decimal(180_000))
    now = Figures(customers=41_000, value_per_hour=Decimal(744_000))
    assert rules.reason(was, now, rules.Moves(["Checkout EU"])) == (
        "41,000 customers, was 12,000, 12,400 EUR a minute, was 3,000: Checkout EU joined"
    )
    pressed = Pressure(base=2, joined=1, deadline_minutes=25, alerts=26)
    causes = [Cause("joined"), Cause("alerts"), Cause("deadline")]
    assert rules.reason(now, now, None, causes, pressed) == (
        "still spreading; 26 alerts in 15 minutes; due in 25 minutes"
    )


def test_trends_in_order():
    needed = Thresholds()
    said = [Pressure(base=2, recoveries=5), Pressure(base=2), Pressure(base=2, reports=3), Pressure(base=2, joined=1)]
    assert [rules.trend_of(one, needed) for one in said] == list(Trend)
    assert [rules.urgency(one, needed, NONE)[0] for one in said] == [3, 2, 1, 1]
