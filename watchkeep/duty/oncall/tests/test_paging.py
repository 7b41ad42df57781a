"""Which step of a plan comes next."""

from hypothesis import given
from hypothesis import strategies as st

from watchkeep.duty.oncall.rules import paging
from watchkeep.duty.oncall.rules.paging import Plan, Position, Situation, Step, Target

ANA, LEAD = Target("person", 1, "Ana"), Target("person", 2, "The lead")
OFFICE = 7
SEV2 = Situation(severity=2)


def plan(*steps, repeat=0):
    return Plan(1, "Web shop", steps or (Step((ANA,), 5), Step((LEAD,), 10)), repeat)


def walk(one, now):
    here, seen = Position(), []
    while there := paging.following(one, here, now):
        seen.append((there.round, there.step))
        here = there
    return seen


def test_steps_come_in_order_and_then_the_plan_is_through():
    assert walk(plan(), SEV2) == [(0, 0), (0, 1)]


def test_a_plan_is_repeated_as_often_as_it_says():
    assert walk(plan(repeat=2), SEV2) == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]


def test_an_empty_plan_is_through_at_once():
    assert paging.following(Plan(1, "Nobody", ()), Position(), SEV2) is None


def test_a_step_for_severe_faults_is_passed_over_for_lesser_ones():
    picky = plan(Step((ANA,), 5), Step((LEAD,), 5, severity=1))
    assert walk(picky, SEV2) == [(0, 0)]
    assert walk(picky, Situation(severity=1)) == [(0, 0), (0, 1)]


def test_an_unknown_severity_is_enough_only_where_none_is_asked_for():
    assert paging.is_severe_enough(Step((ANA,), 5), None)
    assert not paging.is_severe_enough(Step((ANA,), 5, severity=4), None)


def test_a_step_counts_only_inside_or_only_outside_its_hours():
    inside, outside = Step((ANA,), 5, hours=OFFICE), Step((LEAD,), 5, hours=OFFICE, outside=True)
    assert walk(plan(inside, outside), Situation(2, {OFFICE})) == [(0, 0)]
    assert walk(plan(inside, outside), Situation(2, {8})) == [(0, 1)]


def test_a_raised_severity_adds_only_those_who_were_spared():
    picky = plan(Step((ANA,), 5), Step((LEAD,), 5, severity=2), Step((LEAD,), 5, severity=1))
    assert paging.newly_for(picky, 2, before=3).steps == picky.steps[1:2]
    assert paging.newly_for(picky, 1, before=None).steps == picky.steps[1:]
    assert paging.newly_for(picky, 2, before=2).steps == ()


targets = st.builds(Target, st.sampled_from(["person", "team", "schedule"]), st.integers(1, 9), st.text(max_size=5))
steps = st.builds(
    Step,
    st.lists(targets, max_size=2).map(tuple),
    st.integers(0, 60),
    st.none() | st.integers(1, 4),
    st.none() | st.integers(1, 3),
    st.booleans(),
)
plans = st.builds(
    Plan, st.integers(1, 9), st.text(max_size=9), st.lists(steps, max_size=4).map(tuple), st.integers(0, 3)
)
situations = st.builds(Situation, st.none() | st.integers(1, 4), st.frozensets(st.integers(1, 3)))


@given(plans)
def test_a_plan_survives_its_row(one):
    assert Plan.of(one.as_json()) == one


@given(plans, situations)
def test_an_escalation_ends_and_takes_no_step_twice(one, now):
    taken = walk(one, now)
    assert taken == sorted(set(taken))
    assert len(taken) <= len(one.steps) * (one.repeat + 1)
    assert all(paging.counts(one.steps[step], now) for _, step in taken)
