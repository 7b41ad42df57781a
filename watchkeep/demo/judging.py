"""By what Kestrel's services are measured, and what their last releases did: one better, one the same, one worse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

import numpy as np
from django.db.models import F

from watchkeep.demo.cast import Cast
from watchkeep.demo.history import at
from watchkeep.estate.services.models import Service
from watchkeep.insight.verdicts import life
from watchkeep.insight.verdicts.models import A_DAY, STEP, ChangeReview, Finding, Indicator, IndicatorDay, Verdict
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change

MEASURED_DAYS = 59
"""Older figures are forgotten."""
LOOKS, LAST = 3, timedelta(hours=25)
"""So many looks are taken after the end of a change, the last one about a day after it."""
REVIEWED = (
    "The shop showed an error page to one customer in a hundred, for most of a day. Two wrote to us.",
    "Errors of the shop: the basket's cache was emptied at every start and was never warm.",
    "A look at the errors an hour after it, before the evening's load.",
    "Mended by 4.60 with a cache that outlives a start.",
    "Releases go live in the morning, not before the evening.",
)
TAKEN_BACK = (
    "A report that takes four minutes took four hours, and the warehouse waits for it in the morning.",
    "The planner misread one table. Taking it back took an hour and a half.",
    "It did: the backup had been restored once before.",
    "The slowest reports run on a copy first.",
)
Shaped = Callable[[Any], Any]


def judge(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    """Measure the web shop, and look at its last three releases as it was then; before that nothing was measured."""
    rows = Change.objects.filter(model__name="Application release", ticket__state="closed").order_by("-begun_at")
    worse, same, better = rows[:3]
    ended = [(clock.now() - one.ended_at) / STEP for one in (worse, better) if one.ended_at]
    shop = services["web-shop"]
    _measure(by, shop, "Errors of the shop", "%", 0.4, lambda ago: np.where((ago < ended[0]) & (
        ended[0] - 20 * 12 < ago), 2.4, 1))  # fmt: skip
    _measure(by, shop, "Slowest of a hundred answers", "ms", 420, lambda ago: np.where(ago < ended[1], 0.74, 1))
    unmeasured = Verdict.objects.filter(begun_at__lt=(better.begun_at or clock.now()) - timedelta(days=1))
    unmeasured.update(looks=LOOKS, due_at=None, finding=Finding.UNKNOWN, judged_at=F("begun_at") + LAST)
    with wires.importing():
        for one, looks in ((better, 1), (same, 1), (worse, LOOKS)):
            _look(one, looks)
        _review(ChangeReview.objects.get(pk=worse.pk), cast, REVIEWED)
        for late in ChangeReview.objects.open().filter(due_at__lt=clock.now()):
            _review(late, cast, TAKEN_BACK)


def _review(review: ChangeReview, cast: Cast, said: Sequence[str]) -> None:
    answers = list(islice(cycle(said), len(review.questions)))
    at(
        review.due_at - timedelta(days=1),
        lambda: life.answer(review, by=cast.actor("chidi"), answers=answers, did_harm=True),
    )


def _measure(by: Actor, service: Service, name: str, unit: str, level: float, shaped: Shaped) -> None:  # noqa: PLR0913, PLR0917  # what is measured
    """Two months of a figure with its days and its noise, up to now. ``shaped`` says by what, so many steps ago."""
    one: Indicator = at(clock.now() - timedelta(days=MEASURED_DAYS), lambda: life.add_indicator(
        by=by, service=service, name=name, unit=unit))  # fmt: skip
    now = clock.now()
    first = (now - timedelta(days=MEASURED_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    steps, until = np.arange((MEASURED_DAYS + 1) * A_DAY), int((now - first) / STEP)
    chance = np.random.default_rng(one.pk)
    values = level * (1 + 0.25 * np.sin(2 * np.pi * steps / A_DAY)) * chance.normal(1, 0.03, len(steps))
    values *= shaped(until - steps)
    values[until:] = np.nan
    days = values.astype("<f4").reshape(-1, A_DAY)
    IndicatorDay.objects.bulk_create(
        IndicatorDay(indicator=one, on=_day(first, place), figures=day.tobytes()) for place, day in enumerate(days)
    )


def _day(first: datetime, place: int) -> Any:
    return (first + timedelta(days=place)).date()


def _look(change: Change, looks: int) -> None:
    """Take the last so many looks at it, each at its time."""
    verdict = Verdict.objects.get(pk=change.pk)
    skipped = LOOKS - looks
    if skipped and verdict.ended_at:
        Verdict.objects.filter(pk=change.pk).update(looks=skipped, due_at=verdict.ended_at + LAST)
    while (due_at := Verdict.objects.values_list("due_at", flat=True).get(pk=change.pk)) is not None:
        at(due_at, lambda: life.judge(change.pk))
