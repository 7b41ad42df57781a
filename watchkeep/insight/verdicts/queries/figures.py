"""Figures of indicators, a bucket of five minutes at a time."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.db import connection

from watchkeep.insight.verdicts.models import A_DAY, STEP, Indicator, bucket
from watchkeep.insight.verdicts.rules import Season, Shape, baseline

HISTORY = timedelta(days=29)
"""So much of the past says what is usual."""

_FIGURES = """
SELECT indicator_id, string_agg(int4send("on" - %(first)s), '' ORDER BY "on"), string_agg(figures, '' ORDER BY "on")
  FROM verdicts_indicatorday WHERE indicator_id = ANY(%(indicators)s) AND "on" BETWEEN %(first)s AND %(last)s
 GROUP BY indicator_id
"""
"""For each one the days that it has, counted from the first, and what they hold: one row instead of one a day."""


def figures(indicators: Iterable[int], since: datetime, until: datetime) -> dict[int, Any]:
    """Return, for each indicator that has any, its figures from ``since`` on up to ``until``, NaN where there is none.

    One statement for all of them. Both instants are taken to lie at the beginning of a bucket.
    """
    first, last = since.date(), until.date()
    days = (last - first).days + 1
    found: dict[int, Any] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"indicators": list(indicators), "first": first, "last": last})
        for indicator, on, stored in cursor.fetchall():
            whole = found[indicator] = np.full((days, A_DAY), np.nan, "<f4")
            whole[np.frombuffer(on, ">i4")] = np.frombuffer(stored, "<f4").reshape(-1, A_DAY)
    ends = (last - first).days * A_DAY + bucket(until)
    return {indicator: whole.reshape(-1)[bucket(since) : ends] for indicator, whole in found.items()}


def points_of(indicator: Indicator, day: date) -> list[tuple[datetime, float]]:
    """The figures of one day (UTC), each with the beginning of its five minutes."""
    midnight = datetime.combine(day, time(), UTC)
    whole = figures([indicator.pk], midnight, midnight + timedelta(days=1)).get(indicator.pk, ())
    return [(midnight + at * STEP, float(value)) for at, value in enumerate(whole) if not np.isnan(value)]


def beside_usual(
    indicators: Mapping[int, str], begun: datetime, ended: datetime, since: datetime, until: datetime
) -> dict[int, tuple[Any, Any]]:
    """For each indicator its figures from ``since`` to ``until`` beside what was to be expected of them.

    ``indicators`` says by which season each is expected; what was measured from ``begun`` on says nothing about that.
    One statement for all of them, whatever lies between ``begun`` and ``ended``.
    """
    shape = Shape(max(1, (until - ended) // STEP), max(0, (ended - begun) // STEP), A_DAY)
    past = figures(indicators, min(since, begun) - HISTORY, until)
    shown = (until - since) // STEP
    return {
        pk: (values[-shown:], baseline(values, Season(indicators[pk] or Season.NONE), shape)[-shown:])
        for pk, values in past.items()
    }


def line(values: Any, most: int = 200) -> list[float | None]:
    """The same figures, coarse enough to be drawn: at most so many, None where there is nothing."""
    size = max(1, -(-len(values) // most))
    parts = [values[at : at + size] for at in range(0, len(values), size)]
    return [None if np.isnan(part).all() else float(np.nanmean(part)) for part in parts]
