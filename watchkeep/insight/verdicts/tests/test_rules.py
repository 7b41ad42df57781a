"""The rules of a verdict, on made series with fixed seeds. `bench/verdicts.py` measures how often they err."""

import numpy as np
import pytest

from watchkeep.insight.verdicts.rules import (
    LOOKS,
    UNDER_WAY,
    Comparison,
    Finding,
    Shape,
    coarser,
    compare_all_counts,
    compare_all_series,
    compare_counts,
    compare_series,
    judge,
    level_after,
    level_without_end,
    weight,
)
from watchkeep.insight.verdicts.rules.comparing import Season
from watchkeep.insight.verdicts.rules.judging import LEVEL
from watchkeep.insight.verdicts.rules.tails import benjamini_hochberg, count_p, share_beyond

HOUR = Shape(after=4, gap=1, per_day=96)


def latency(seed: int, days: int = 28) -> np.ndarray:
    """Busy by day, noise that lasts for hours."""
    rng = np.random.default_rng(seed)
    at, noise = np.arange(days * 96), np.empty(days * 96)
    last = 0.0
    for place, shock in enumerate(rng.normal(0, 1.5, days * 96)):
        last = 0.8 * last + shock
        noise[place] = last
    return 100 + 40 * np.sin(2 * np.pi * at / 96) + noise


def test_a_figure_is_compared_with_its_own_season():
    values = latency(1)[: -96 + 30]
    quiet = compare_series(values, HOUR)
    moved = values.copy()
    moved[-4:] += 25
    seen = compare_series(moved, HOUR)
    assert quiet.season == seen.season == Season.DAY
    assert quiet.p > 0.05
    assert seen.p < 0.005
    assert seen.is_up
    assert seen.is_relevant
    assert seen.effect == pytest.approx(25 / quiet.expected, abs=0.05)


def test_what_rises_every_day_at_this_time_is_no_change():
    busy = latency(2).reshape(-1, 96)
    busy[:, 40:44] += 200
    got = compare_series(busy.reshape(-1)[: -96 + 44], HOUR)
    assert got.p > 0.05 or not got.is_relevant


def test_noise_that_lasts_is_not_taken_for_an_effect():
    found = 0
    for seed in range(60):
        rng = np.random.default_rng([5, seed])
        walk = np.convolve(rng.normal(0, 1, 28 * 96 + 95), np.ones(96) / 96, mode="valid") * 50 + 100
        found += compare_series(walk, HOUR).p <= 0.01
    assert found <= 3


def test_nothing_is_said_of_what_is_too_thin():
    assert compare_series(latency(3, days=1), HOUR).is_thin
    blind = latency(3)
    blind[-3:] = np.nan
    assert compare_series(blind, HOUR).why == "too little was measured after the change"
    assert compare_counts(np.zeros(2 * 96), HOUR).is_thin


def test_a_figure_that_never_moves_may_stay_and_is_noticed_when_it_moves():
    flat = np.full(28 * 96, 7.0)
    assert compare_series(flat, HOUR).p == 1
    flat[-4:] = 9.0
    moved = compare_series(flat, HOUR)
    assert moved.p < 1 / moved.before
    assert moved.is_relevant


def test_counts_are_compared_with_such_times_and_a_service_that_bursts_is_known_to():
    rng = np.random.default_rng(4)
    counts = rng.poisson(0.2, 28 * 96).astype(float)
    counts[-4:] = (0, 1, 0, 0)
    assert compare_counts(counts, HOUR).p > 0.05
    counts[-4:] = (4, 5, 3, 4)
    calm = compare_counts(counts, HOUR)
    assert calm.p < 1e-4
    assert calm.is_up
    assert calm.is_relevant
    counts[50:-96:131] = 16
    assert compare_counts(counts, HOUR).p > 0.005


def test_no_incidents_where_there_hardly_ever_are_any_is_neither_better_nor_worse():
    counts = np.zeros(28 * 96)
    counts[100] = 1
    got = compare_counts(counts, HOUR)
    assert not got.is_thin
    assert got.p == 1


def test_tails_of_counts_are_those_of_the_distributions():
    assert count_p(0, 3.0, 3.0) == pytest.approx(2 * np.exp(-3))
    assert count_p(9, 3.0, 3.0) == pytest.approx(2 * 0.0038030, rel=1e-3)
    wide = count_p(9, 3.0, 9.0)
    size, part = 1.5, 1.5 / 4.5
    below, term = 0.0, part**size
    for count in range(9):
        below += term
        term *= (count + size) / (count + 1) * (1 - part)
    assert wide == pytest.approx(2 * (1 - below))
    assert count_p(30_000, 20_000, 25_000) < 1e-6 < count_p(20_100, 20_000, 25_000)


def test_what_is_compared_together_comes_to_what_it_comes_to_alone():
    rows = np.stack([latency(seed)[:-17] for seed in range(4)])
    rows[1, 500:900] = np.nan
    rows[2] = 7.0
    rows[3, -3:] += 30
    for shape in (HOUR, Shape(after=3, gap=2, per_day=96), Shape(after=96, gap=1, per_day=96)):
        alone = [compare_series(row, shape) for row in rows]
        assert compare_all_series(rows, shape, [0.1] * 4) == alone
        counts = np.random.default_rng(8).poisson([[0.01], [0.2], [3.0]], (3, 2000)).astype(float)
        counts[1, -3:] += 9
        assert compare_all_counts(counts, shape) == [compare_counts(row, shape) for row in counts]


def test_a_rare_shift_gets_a_small_p_and_never_none():
    placebos = np.abs(np.random.default_rng(6).normal(0, 1, 2000))
    assert share_beyond(placebos, 0.0, 500) == 1
    assert share_beyond(placebos, 1.96, 500) == pytest.approx(0.05, abs=0.015)
    assert 1 / 6000 < share_beyond(placebos, 9.0, 500) < 1 / 500


def test_many_comparisons_are_corrected_as_benjamini_and_hochberg_did():
    published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
                 0.6528, 0.7590, 1.0000]  # fmt: skip
    assert sum(q <= 0.05 for q in benjamini_hochberg(published)) == 4
    assert benjamini_hochberg([0.01, 0.5]) == [0.02, 0.5]


def one(p: float | None, *, is_up: bool = True, is_relevant: bool = True) -> Comparison:
    return Comparison(100, 4, 10.0, 20.0, p=p, is_up=is_up, is_relevant=is_relevant)


def test_one_word_for_all():
    up = {"errors": True, "speed": False, "more": True}

    def word(**compared: Comparison) -> str:
        return judge(compared, up, 0.01).finding

    assert word(errors=one(0.001), speed=one(0.001)) == Finding.WORSE
    assert word(errors=one(0.001, is_up=False), speed=one(0.9)) == Finding.BETTER
    assert word(errors=one(0.001, is_up=False), speed=one(0.001, is_up=False)) == Finding.WORSE
    assert word(errors=one(0.004), speed=one(0.9), more=one(0.8)) == Finding.SAME
    assert word(errors=one(0.001, is_relevant=False), speed=one(None)) == Finding.SAME
    assert word(errors=one(None)) == word() == Finding.UNKNOWN


def spent_after(spent: float) -> list[float]:
    """The levels of the looks after the end, when so much was spent before it."""
    levels = list[float]()
    for look in range(len(LOOKS)):
        levels.append(level_after(look, spent + sum(levels)))
    return levels


def test_all_looks_together_spend_one_level():
    early = [look.level for _after, look in UNDER_WAY]
    for taken in range(len(early) + 1):
        levels = spent_after(sum(early[:taken]))
        assert levels[:2] == [look.level for look in LOOKS[:2]]
        assert sum(early[:taken]) + sum(levels) == pytest.approx(LEVEL)
        assert levels[-1] >= LOOKS[-1].level - 1e-12


def test_what_was_judged_without_an_end_and_ends_after_all_spends_no_more_than_what_is_left():
    spent = sum(look.level for _after, look in UNDER_WAY)
    endless = level_without_end(spent)
    levels = spent_after(spent + endless)
    assert spent + endless + sum(levels) == pytest.approx(LEVEL)
    assert endless > LOOKS[-1].level
    assert levels == pytest.approx([look.level / 2 for look in LOOKS])
    assert spent_after(2 * LEVEL) == [0, 0, 0]


def test_where_an_effect_is_likelier_less_is_asked_and_elsewhere_more():
    many = {"own": one(0.002)} | {f"far {n}": one(0.9) for n in range(30)}
    weights = {"own": weight(0, is_measured=True)} | {f"far {n}": weight(1, is_measured=False) for n in range(30)}
    up = dict.fromkeys(many, True)
    assert judge(many, up, 0.015).finding == Finding.SAME
    found = judge(many, up, 0.015, weights)
    assert found.finding == Finding.WORSE
    assert found.comparisons["own"].q == pytest.approx(0.002 * (3 + 30 * 0.5) / 3)


def test_coarser_buckets_end_where_the_finer_ones_do():
    got = coarser(np.array([9.0, 1.0, 3.0, np.nan, 5.0, np.nan, np.nan]), 2)
    assert got[:2].tolist() == [2.0, 5.0]
    assert np.isnan(got[2])
