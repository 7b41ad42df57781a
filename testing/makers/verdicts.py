"""Builders of indicators, and of what they were."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import numpy as np
from django.db import transaction

from testing.makers import changes, estate
from watchkeep.estate.services.models import Service
from watchkeep.insight.verdicts import life
from watchkeep.insight.verdicts.life.indicators import keep
from watchkeep.insight.verdicts.models import STEP, ChangeReview, Indicator
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes.models import Change

_number = count(1)


def indicator(service: Service | None = None, name: str = "", **values: Any) -> Indicator:
    """A figure that programs send, of which more is worse, unless told otherwise."""
    return life.add_indicator(
        by=CLOCK, service=service or estate.service(), name=name or f"Figure {next(_number)}", **values
    )


def reviewed(change: Change, *, did_harm: bool = False) -> ChangeReview:
    """Ana answers what the review of a change asks."""
    review = ChangeReview.objects.get(pk=change.pk)
    answers = ["As it was planned."] * len(review.questions)
    life.answer(review, by=estate.actor(estate.ana()), answers=answers, did_harm=did_harm)
    return review


def judged(service: Service | None = None, **given: Any) -> Change:
    """A change that was carried out, looked at, and found to be worse by one of its figures."""
    service = service or changes.shop()
    service.owner_team.memberships.update_or_create(person=estate.bo(), defaults={"is_lead": True})
    now = clock.now()
    measured(indicator(service), now, last=60)
    with clock.frozen(now - timedelta(minutes=50)):
        change = changes.change("implementing", services=[service], **given)
    with clock.frozen(now - timedelta(minutes=40)):
        changes.carried_through(change)
    life.judge(change.pk)
    return change


def measured(one: Indicator, until: datetime, *, days: int = 36, level: float = 100.0, last: float = 0.0,
             hours: float = 1.0) -> None:  # fmt: skip
    """Give it a past with a day's season and noise, in whose last hours it stands higher by ``last``."""
    rng = np.random.default_rng(one.pk)
    steps = days * 288
    at = np.arange(steps)
    values = level * (1 + 0.3 * np.sin(2 * np.pi * at / 288)) + rng.normal(0, level * 0.02, steps)
    values[steps - int(timedelta(hours=hours) / STEP) :] += last
    end = until.replace(minute=until.minute // 5 * 5, second=0, microsecond=0)
    with transaction.atomic():
        keep(one.pk, {end - (steps - place) * STEP: float(value) for place, value in enumerate(values)})
