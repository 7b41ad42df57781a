"""What is covered, what a machine counts, and how a product stands: without a database."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import product as every

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeep.estate.licences import rules

TODAY = date(2026, 3, 2)
small = st.integers(0, 64)
needs = st.dictionaries(
    st.frozensets(
        st.builds(rules.Need, st.integers(1, 3), st.frozensets(st.integers(1, 4), max_size=3)), min_size=1, max_size=2
    ),
    st.integers(1, 3),
    max_size=4,
)
owned = st.dictionaries(st.integers(1, 4), st.integers(0, 4), max_size=4)


@pytest.mark.parametrize(
    ("processors", "cores", "counts"), [(2, 8, 16), (2, 24, 24), (1, 4, 16), (None, None, 16), (4, 8, 32), (3, 25, 27)]
)
def test_cores_count_at_least_eight_a_processor_and_sixteen_a_machine(processors, cores, counts):
    told = rules.licences_for(rules.By.CORE, processors=processors, cores=cores, per_processor=8, per_machine=16)
    assert told == counts


@given(small, small, small, small)
def test_a_machine_never_counts_less_than_its_cores_and_the_minimums(processors, cores, per_processor, per_machine):
    told = rules.licences_for(
        rules.By.CORE, processors=processors, cores=cores, per_processor=per_processor, per_machine=per_machine
    )
    assert told >= max(cores, per_machine, per_processor * processors, 1)
    assert rules.licences_for(rules.By.PROCESSOR, processors=processors) == max(processors, 1)
    assert rules.licences_for(rules.By.DEVICE, processors=processors, cores=cores) == 1


def test_versions_are_covered_by_their_bounds_and_by_rights_beyond_them():
    own = rules.Terms(lowest="16", highest="16.9")
    assert [rules.is_covered(own, "", one, TODAY) for one in ("16", "16.9.3", "16.10", "15.9", "")] == [
        True, True, False, False, True,
    ]  # fmt: skip
    assert rules.is_covered(rules.Terms(lowest="16", downgrades=True), "", "12", TODAY)
    kept = rules.Terms(highest="16", upgrades=rules.Upgrades.MAINTENANCE, maintenance_until=TODAY)
    assert rules.is_covered(kept, "", "17", TODAY)
    assert not rules.is_covered(kept, "", "17", TODAY + timedelta(days=1))
    assert not rules.is_covered(rules.Terms(edition="Pro"), "Standard", "1", TODAY)
    assert rules.is_covered(rules.Terms(edition="Pro"), "PRO", "1", TODAY)


def alone(needs):
    """The same without bundles, one need at a time."""
    single = Counter()
    for what, n in needs.items():
        for need in what:
            single[frozenset({need})] += n
    return single


def most(needs, owned):
    """The most that can be covered of single needs: by the smallest cut over sets of entitlements."""
    keys = sorted(owned)
    best = None
    for chosen in every((False, True), repeat=len(keys)):
        cut = {key for key, is_in in zip(keys, chosen, strict=True) if is_in}
        rest = sum(n for what, n in needs.items() for need in what if any(key in owned for key in need.options - cut))
        total = sum(owned[key] for key in cut) + rest
        best = total if best is None else min(best, total)
    return best or 0


@given(needs, owned)
def test_what_is_needed_alone_is_covered_as_far_as_anybody_could(needs, owned):
    single = alone(needs)
    outcome = rules.allocate(single, owned)
    assert sum(outcome.covered.values()) == most(single, owned)
    assert sum(outcome.taken.values()) == sum(outcome.covered.values())
    assert all(outcome.taken[key] <= n for key, n in owned.items())


@given(needs, owned)
def test_nobody_is_covered_twice_and_nothing_is_taken_that_is_not_there(needs, owned):
    outcome = rules.allocate(needs, owned)
    used = Counter()
    for what, n in needs.items():
        for one in {need.product for need in what}:
            used[one] += n * sum(need.product == one for need in what)
    assert all(outcome.covered[one] <= used[one] for one in outcome.covered)
    assert all(n <= owned.get(key, 0) for key, n in outcome.taken.items())


def test_a_bundle_covers_what_one_machine_has_together_with_one_licence():
    draw, paint = rules.Need(1, frozenset({7})), rules.Need(2, frozenset({7, 8}))
    outcome = rules.allocate({frozenset({draw, paint}): 3, frozenset({paint}): 2}, {7: 3, 8: 1})
    assert (outcome.covered, outcome.taken) == (Counter({1: 3, 2: 4}), Counter({7: 3, 8: 1}))


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        (rules.Figures(owned=40, used=33, covered=33, idle=6, free=7), "under"),
        (rules.Figures(owned=2, used=3, covered=2), "over"),
        (rules.Figures(used=1), "unlicensed"),
        (rules.Figures(owned=5, free=5), "unused"),
        (rules.Figures(owned=3, used=3, covered=3), "compliant"),
    ],
)
def test_figures_say_how_a_product_stands(figures, status):
    assert figures.status == status


def test_money_counts_a_year():
    prices = {1: rules.Price(Decimal(10), 1), 2: rules.Price(Decimal(90), 0)}
    assert rules.cost_at_risk(2, [*prices.values()]) == Decimal("240.00")
    assert rules.cost_of_shelfware({1: 1, 2: 2}, 1, prices) == Decimal("210.00")
    assert rules.cost_at_risk(2, []) == 0


def test_a_forecast_is_the_line_that_the_days_lie_on():
    used = {TODAY + timedelta(days=day): 10 + day for day in range(30)}
    last = TODAY + timedelta(days=29)
    assert rules.forecast(used, last, last + timedelta(days=11)) == 50
    assert rules.forecast({TODAY: 27}, last, last + timedelta(days=60)) == 27
    assert rules.forecast({last: 27}, last, last + timedelta(days=60)) is None
    assert rules.forecast({}, last, last) is None
