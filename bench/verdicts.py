"""Verdicts on changes: how often a planted effect is found, how often nothing is taken for something.

``python -m bench.verdicts [FOLDER]``: made series with a season of day and week, autocorrelated noise and bursts; and,
where FOLDER holds the Numenta Anomaly Benchmark (folders of ``.csv`` or ``.csv.gz`` files and ``windows.json``), its
quiet stretches, in which no change happened and nothing may be found. Seeds are fixed. Some three minutes.
"""

import csv
import gzip
import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench import ground
from watchkeep.insight.verdicts.rules import (
    LOOKS,
    UNDER_WAY,
    Finding,
    Look,
    Shape,
    coarser,
    compare_counts,
    compare_series,
    judge,
    weight,
)

STEP = timedelta(minutes=5)
PER_DAY = 288
QUARTERS = 96
DAYS = 42
EFFECTS = (0.0, 0.1, 0.2, 0.5, 1.0)
RATIOS = (1.0, 2.0, 4.0, 8.0)
SERVICES = 4
TOOK = timedelta(minutes=10)
SEEN: list[tuple[str, Look, timedelta]] = [
    *(
        (f"under way, {int(after.total_seconds() // 60)} min", look, after - look.after)
        for after, look in UNDER_WAY[:4]
    ),
    *((f"{int(look.after.total_seconds() // 60)} min after", look, TOOK) for look in LOOKS),
]
"""The looks that are measured, with how much of the change lies before what each compares."""


def main() -> None:
    """Print the tables."""
    print(ground.machine())
    print(ground.table(["figure that moves by", *(name for name, _look, _gap in SEEN)], list(_powers())))
    print(ground.table(["count that is", *(name for name, _look, _gap in SEEN)], list(_count_powers())))
    print(ground.table(["nothing changed", "verdicts", "not “same”", "worse"], [_whole()]))
    if len(sys.argv) > 1:
        print(ground.table(["quiet series", "verdicts", "not “same”", "worse"], list(_quiet(Path(sys.argv[1])))))


def figure(rng: np.random.Generator, *, phi: float = 0.9, noise: float = 0.06, bursts: float = 0.002) -> Any:
    """Six weeks of a figure about 100: more by day than by night, less at week-ends, noise that lasts, and bursts."""
    n = DAYS * PER_DAY
    at = np.arange(n)
    day = 1 + 0.4 * np.sin(2 * np.pi * at / PER_DAY)
    week = np.where((at // PER_DAY) % 7 >= 5, 0.7, 1.0)
    shocks = rng.normal(0, noise * np.sqrt(1 - phi * phi), n)
    drift = np.empty(n)
    last = 0.0
    for place in range(n):
        last = phi * last + shocks[place]
        drift[place] = last
    burst = np.where(rng.random(n) < bursts, rng.exponential(1.0, n), 0.0)
    return 100 * day * week * (1 + drift + burst)


def counted(rng: np.random.Generator, *, a_day: float = 12.0, spread: float = 3.0) -> Any:
    """Six weeks of counts a quarter of an hour: the same season, and rates that stray by themselves for hours."""
    n = DAYS * QUARTERS
    at = np.arange(n)
    season = (1 + 0.6 * np.sin(2 * np.pi * at / QUARTERS)) * np.where((at // QUARTERS) % 7 >= 5, 0.6, 1.0)
    lasting = np.repeat(rng.gamma(spread, 1 / spread, n // 16), 16)
    return rng.poisson(a_day / QUARTERS * season * lasting).astype(float)


def _shapes(look: int, per_day: int) -> Shape:
    """How many buckets."""
    _name, seen, gap = SEEN[look]
    day = timedelta(days=1)
    return Shape(max(1, int(seen.after / day * per_day)), max(1, int(gap / day * per_day)), per_day)


def _series_at(look: int, values: Any) -> tuple[Any, Shape]:
    """Figures of five minutes as each look takes them: a day is judged by the hour."""
    size, longest = SEEN[look][1].buckets, SEEN[look][1].history // STEP
    return coarser(values[-longest:], size), _shapes(look, PER_DAY // size)


def _powers(rounds: int = 200) -> Iterator[list[str]]:
    for effect in EFFECTS:
        found = [0] * len(SEEN)
        for seed in range(rounds):
            rng = np.random.default_rng([1, seed])
            clean = figure(rng)[: -int(rng.integers(1, 7 * PER_DAY))]
            for look in range(len(SEEN)):
                values = clean.copy()
                values[-_shapes(look, PER_DAY).after :] *= 1 + effect
                got = compare_series(*_series_at(look, values))
                found[look] += got.p is not None and got.p <= SEEN[look][1].level and got.is_relevant
        yield [f"{effect:+.0%}", *(f"{one / rounds:.1%}" for one in found)]


def _count_powers(rounds: int = 200) -> Iterator[list[str]]:
    for ratio in RATIOS:
        found = [0] * len(SEEN)
        for seed in range(rounds):
            rng = np.random.default_rng([2, seed])
            clean = counted(rng)[: -int(rng.integers(1, 7 * QUARTERS))]
            for look in range(len(SEEN)):
                shape = _shapes(look, QUARTERS)
                values = clean.copy()
                values[-shape.after :] += rng.poisson(
                    np.maximum(clean[-shape.after :].mean(), 0.125) * (ratio - 1), shape.after
                )
                got = compare_counts(values[-(SEEN[look][1].history.days * QUARTERS) :], shape)
                found[look] += got.p is not None and got.p <= SEEN[look][1].level and got.is_relevant
        yield [f"{ratio:g} times as many", *(f"{one / rounds:.1%}" for one in found)]


def _whole(rounds: int = 300) -> list[str]:
    """Changes that did nothing to four services with two figures and three counts each: all looks together."""
    wrong = {Finding.WORSE: 0, Finding.BETTER: 0}
    for seed in range(rounds):
        rng = np.random.default_rng([3, seed])
        cut = int(rng.integers(1, 7 * QUARTERS))
        kinds = [(phi, noise) for phi in (0.5, 0.95) for noise in (0.03, 0.1) for _ in range(2)]
        figures = [figure(rng, phi=phi, noise=noise)[: -cut * 3] for phi, noise in kinds]
        counts = [counted(rng, a_day=a_day)[:-cut] for a_day in (0.3, 3, 30) for _ in range(SERVICES)]
        seen = {_verdict(look, figures, counts) for look in range(len(SEEN))}
        for finding in wrong:
            wrong[finding] += finding in seen
    return [f"{rounds} made changes, 20 comparisons, {len(SEEN)} looks", str(rounds),
            f"{sum(wrong.values()) / rounds:.1%}", f"{wrong[Finding.WORSE] / rounds:.1%}"]  # fmt: skip


def _verdict(look: int, figures: list[Any], counts: list[Any]) -> Finding:
    compared = {f"f{at}": compare_series(*_series_at(look, one)) for at, one in enumerate(figures)}
    compared |= {
        f"c{at}": compare_counts(one[-(SEEN[look][1].history.days * QUARTERS) :], _shapes(look, QUARTERS))
        for at, one in enumerate(counts)
    }
    weights = {key: weight(0, is_measured=key.startswith("f")) for key in compared}
    return judge(compared, dict.fromkeys(compared, True), SEEN[look][1].level, weights).finding


def _quiet(folder: Path) -> Iterator[list[str]]:
    """Every quiet stretch of every series, a pretended change every three hours after eight days of history."""
    windows = json.loads((folder / "windows.json").read_text())
    for look in range(len(SEEN)):
        total, other, worse = 0, 0, 0
        for name, values, labelled in _real(folder, windows):
            ends = range(8 * PER_DAY, len(values), 36)
            for end in ends:
                series, shape = _series_at(look, values[:end])
                touched = slice(end - SEEN[look][1].buckets * shape.tail, end)
                if labelled[touched].any():
                    continue
                verdict = judge({name: compare_series(series, shape)}, {name: True}, SEEN[look][1].level)
                if verdict.finding == Finding.UNKNOWN:
                    continue
                total += 1
                other += verdict.finding != Finding.SAME
                worse += verdict.finding == Finding.WORSE
        yield [f"{SEEN[look][0]}, level {SEEN[look][1].level}", str(total),
               f"{other / max(total, 1):.1%}", f"{worse / max(total, 1):.1%}"]  # fmt: skip


def _real(folder: Path, windows: dict[str, list[list[str]]]) -> Iterator[tuple[str, Any, Any]]:
    """The series of the benchmark on a grid of five minutes, with marks where something was labelled."""
    for path in sorted(folder.glob("*/*.csv*")):
        name = f"{path.parent.name}/{path.name.removesuffix('.gz')}"
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            rows = [(datetime.fromisoformat(row["timestamp"]), float(row["value"])) for row in csv.DictReader(lines)]
        start = rows[0][0]
        values = np.full(int((rows[-1][0] - start) / STEP) + 1, np.nan)
        for at, value in rows:
            values[int((at - start) / STEP)] = value
        labelled = np.zeros(len(values), dtype=bool)
        for first, last in windows.get(name, []):
            edges = [int((datetime.fromisoformat(at) - start) / STEP) for at in (first, last)]
            labelled[max(edges[0], 0) : max(edges[1] + 1, 0)] = True
        yield name, values, labelled


if __name__ == "__main__":
    began = time.process_time()
    main()
    print(f"{time.process_time() - began:.0f} s of processor time")
