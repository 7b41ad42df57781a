"""Which plan gives which value."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchkeep.duty.response import rules
from watchkeep.duty.response.rules import Demands, Given, PlanSpec, RoleGiven

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CASE = {"service": 7, "tier": 1, "severity": 1}
LADDER = [
    PlanSpec(id=0, name="payments sev1", service=7, severity=1),
    PlanSpec(id=1, name="payments", service=7),
    PlanSpec(id=2, name="tier 1 sev1", tier=1, severity=1),
    PlanSpec(id=3, name="tier 1", tier=1),
    PlanSpec(id=4, name="sev1", severity=1),
    PlanSpec(id=5, name="everything"),
]


def test_the_closest_plan_comes_first():
    assert [plan.id for plan in rules.ranked(reversed(LADDER), **CASE)] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("case", "fitting"),
    [
        ({"service": 8, "tier": 1, "severity": 1}, [2, 3, 4, 5]),
        ({"service": 7, "tier": 1, "severity": 2}, [1, 3, 5]),
        ({"service": None, "tier": None, "severity": 1}, [4, 5]),
        ({"service": 9, "tier": 3, "severity": None}, [5]),
    ],
)
def test_a_plan_for_something_else_does_not_fit(case, fitting):
    assert [plan.id for plan in rules.ranked(LADDER, **case)] == fitting


def test_each_field_comes_from_the_closest_plan_that_says_something():
    near = PlanSpec(id=1, name="near", service=7, values={"review_days": 3})
    far = PlanSpec(id=2, name="far", values={"review_days": 9, "demands": "Own it."})
    demands = rules.resolve([near, far])
    assert (demands.review_days, demands.given["review_days"].plan_name) == (3, "near")
    assert (demands.words, demands.given["demands"].plan_name) == ("Own it.", "far")


def test_none_wanted_is_something_that_a_plan_says():
    near, far = (PlanSpec(id=n, name=str(n), values={"review_days": days}) for n, days in ((1, 0), (2, 9)))
    assert rules.resolve([near, far]).review_days is None


def test_an_explanation_names_what_was_overruled():
    near, far = (PlanSpec(id=n, name=str(n), values={"review_days": days}) for n, days in ((1, 3), (2, 9)))
    line = next(line for line in rules.explain([near, far]) if line.name == "review_days")
    assert (line.holds.value, [one.value for one in line.overruled]) == (3, [9])


def test_roles_are_inherited_one_by_one_and_kept_in_order():
    def role(slug, source):
        return RoleGiven(role=slug, role_name=slug, source=source)

    near = PlanSpec(id=1, name="near", roles=(role("scribe", "none"),))
    far = PlanSpec(id=2, name="far", roles=(role("scribe", "asked"), role("commander", "responder")))
    demands = rules.resolve([near, far], ["commander", "scribe"])
    assert [(one.role, one.source, one.plan_name) for one in demands.roles] == [
        ("commander", "responder", "far"),
        ("scribe", "none", "near"),
    ]
    assert [one.role for one in demands.wanted] == ["commander"]


optional = st.none() | st.integers(1, 2)
plans = st.lists(
    st.builds(
        PlanSpec,
        id=st.integers(0, 9),
        name=st.just("plan"),
        service=optional,
        tier=optional,
        severity=optional,
        values=st.dictionaries(st.sampled_from(rules.FIELDS), st.integers(0, 60)),
    ).filter(lambda plan: plan.service is None or plan.tier is None),
    max_size=7,
    unique_by=lambda plan: (plan.service, plan.tier, plan.severity),
)


@settings(max_examples=150, deadline=None)
@given(plans, optional, optional)
def test_a_slow_reference_finds_the_same_values(plans, service, severity):
    tier = 1 if service else None
    aims = [(service, None, severity), (service, None, None), (None, tier, severity), (None, tier, None)]
    aims = [aim for aim in aims if service] + [(None, None, severity), (None, None, None)]
    found = rules.resolve(rules.ranked(plans, service=service, tier=tier, severity=severity))
    for field in rules.FIELDS:
        values = [
            plan.values[field]
            for aim in dict.fromkeys(aims)
            for plan in plans
            if (plan.service, plan.tier, plan.severity) == aim and field in plan.values
        ]
        assert (found.given[field].value if field in found.given else None) == next(iter(values), None)


def test_a_copy_reads_back_as_what_it_was():
    night = PlanSpec(id=9, name="x", values={"policy": 4}, named={"policy": "Night"})
    demands = rules.resolve([LADDER[0], night])
    assert rules.restored(rules.as_json(demands)) == demands


def demanding(**values):
    return Demands(given={name: Given(value=value) for name, value in values.items()})


def test_the_first_update_is_due_after_its_own_time_or_after_that_of_the_others():
    hasty = demanding(internal_first_minutes=15, internal_every_minutes=30)
    assert rules.first_due(hasty, "internal", NOON) == NOON + timedelta(minutes=15)
    assert rules.first_due(demanding(public_every_minutes=40), "public", NOON) == NOON + timedelta(minutes=40)
    assert rules.first_due(hasty, "public", NOON) is None


def test_a_promise_makes_the_next_update_due_sooner_never_later():
    plan = demanding(public_every_minutes=30)
    assert rules.next_due(plan, "public", NOON, NOON + timedelta(minutes=10)) == NOON + timedelta(minutes=10)
    assert rules.next_due(plan, "public", NOON, NOON + timedelta(minutes=90)) == NOON + timedelta(minutes=30)
    assert rules.next_due(demanding(), "public", NOON, NOON + timedelta(minutes=90)) == NOON + timedelta(minutes=90)


def test_another_plan_never_makes_an_update_due_later_than_it_was_promised():
    plan = demanding(public_first_minutes=60)
    soon = NOON + timedelta(minutes=20)
    assert rules.moved_due(plan, "public", NOON, soon) == soon
    assert rules.moved_due(plan, "public", NOON, NOON + timedelta(hours=5)) == NOON + timedelta(hours=1)
    assert rules.moved_due(demanding(), "public", NOON, soon) is None


@pytest.mark.parametrize(("minutes", "words"), [(45, "45 min"), (60, "1 h"), (1565, "26 h 5 min")])
def test_minutes_in_words(minutes, words):
    assert rules.spoken_minutes(minutes) == words
