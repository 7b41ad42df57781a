"""Indicators: what a service is measured by, and the figures that are sent to us or fetched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections.models import Connection, Kind
from watchkeep.estate.services.models import Service
from watchkeep.insight.verdicts.events import (
    IndicatorAdded,
    IndicatorEdited,
    IndicatorFails,
    IndicatorPaused,
    IndicatorResumed,
)
from watchkeep.insight.verdicts.models import A_DAY, KEPT, STEP, Indicator, IndicatorDay, Source, bucket
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

EDITABLE = ("service", "name", "unit", "is_worse_up", "tolerance", "source", "connection", "query")
MOST_POINTS = 5000
ASK_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Point:
    """One figure at one moment."""

    indicator: int
    at: datetime
    value: float


@transaction.atomic
def add_indicator(*, by: Actor, service: Service, name: str, **values: Any) -> Indicator:
    """Say that a service is measured by one more figure."""
    by.need(P.MANAGE_INDICATORS, _("add indicators"))
    indicator = Indicator()
    _write(indicator, values | {"service": service, "name": name})
    tell(IndicatorAdded(record=indicator.pk, by=by, name=indicator.name, service=service.pk))
    return indicator


@transaction.atomic
def edit_indicator(indicator: Indicator, *, by: Actor, **changes: Any) -> None:
    """Read or fetch it otherwise. Another query is another figure: what was fetched before is forgotten."""
    by.need(P.MANAGE_INDICATORS, _("edit indicators"))
    _hold(indicator)
    changed = _write(indicator, changes)
    if {"source", "connection", "query"} & set(changed):
        IndicatorDay.objects.filter(indicator=indicator).delete()
        _mark(indicator, known_until=None, failing_since=None, ask_after=None, said="")
    if changed:
        tell(IndicatorEdited(record=indicator.pk, by=by, changed=changed))


@transaction.atomic
def pause_indicator(indicator: Indicator, *, by: Actor) -> None:
    """Let no verdict look at it for now."""
    by.need(P.MANAGE_INDICATORS, _("pause indicators"))
    if Indicator.objects.active().filter(pk=indicator.pk).update(is_active=False):
        tell(IndicatorPaused(record=indicator.pk, by=by))
    indicator.is_active = False


@transaction.atomic
def resume_indicator(indicator: Indicator, *, by: Actor) -> None:
    """Let verdicts look at it again."""
    by.need(P.MANAGE_INDICATORS, _("resume indicators"))
    if Indicator.objects.filter(pk=indicator.pk, is_active=False).update(is_active=True):
        tell(IndicatorResumed(record=indicator.pk, by=by))
    indicator.is_active = True


@transaction.atomic
def push(points: Iterable[Point], *, by: Actor) -> int:
    """Take in figures that a program sends. Of several in the same five minutes the last counts; repeating is safe.

    Returns how many were taken. Refused, and nothing taken, when one of them is of no known pushed indicator, no
    number, older than sixty days or of the future.
    """
    by.need(P.PUSH, _("send points"))
    sent = list(points)
    if len(sent) > MOST_POINTS:
        raise Refused(_("Send at most %(n)s points at once.") % {"n": MOST_POINTS}, field="points", code="too_many")
    ids = sorted({point.indicator for point in sent})
    known = set(Indicator.objects.filter(pk__in=ids, source=Source.PUSHED).values_list("pk", flat=True))
    if missing := [one for one in ids if one not in known]:
        raise Refused(_("No indicator %(id)s takes points.") % {"id": missing[0]}, field="points", code="unknown")
    now = clock.now()
    for point in sent:
        _refuse_odd(point, now)
    figures: dict[int, dict[datetime, float]] = {}
    for point in sent:
        figures.setdefault(point.indicator, {})[point.at] = point.value
    for indicator in ids:
        keep(indicator, figures[indicator])
    return len(sent)


def keep(indicator: int, figures: Mapping[datetime, float]) -> None:
    """Write figures into their days, one writer of an indicator at a time."""
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator)
    kept = IndicatorDay.objects.filter(indicator=indicator, on__in={at.date() for at in figures})
    days: dict[date, Any] = {day.on: np.frombuffer(day.figures, "<f4").copy() for day in kept}
    for at, value in sorted(figures.items()):
        days.setdefault(at.date(), np.full(A_DAY, np.nan))[bucket(at)] = value
    IndicatorDay.objects.bulk_create(
        [IndicatorDay(indicator_id=indicator, on=on, figures=day.astype("<f4").tobytes()) for on, day in days.items()],
        update_conflicts=True, unique_fields=("indicator", "on"), update_fields=("figures",),
    )  # fmt: skip


@transaction.atomic
def take_answer(indicator: Indicator, figures: Mapping[datetime, float], until: datetime) -> None:
    """Keep what a Prometheus answered; it is well again."""
    keep(indicator.pk, figures)
    _mark(indicator, known_until=until, failing_since=None, ask_after=None, said="")


@transaction.atomic
def note_failure(indicator: Indicator, said: str) -> None:
    """Put down that it could not be fetched, and why; it is asked again a little later."""
    now = clock.now()
    if indicator.failing_since is None:
        tell(IndicatorFails(record=indicator.pk, by=CLOCK, said=said[:200]))
    _mark(indicator, failing_since=indicator.failing_since or now, ask_after=now + ASK_AGAIN, said=said[:300])


@transaction.atomic
def forget_old() -> int:
    """Forget figures that no verdict asks for any more. Returns 0: the next has its own turn."""
    IndicatorDay.objects.filter(on__lt=(clock.now() - KEPT).date()).delete()
    return 0


def _refuse_odd(point: Point, now: datetime) -> None:
    if not isfinite(point.value) or abs(point.value) > 1e38:
        raise Refused(_("A point is a finite number."), field="points", code="not_a_number")
    if not now - KEPT < point.at <= now + STEP:
        raise Refused(_("A point lies in the last sixty days."), field="points", code="out_of_time")


def _write(indicator: Indicator, values: dict[str, Any]) -> list[str]:
    if unknown := values.keys() - set(EDITABLE):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    connection: Connection | None = values.get("connection")
    if connection and connection.kind != Kind.HTTP:
        raise Refused(_("A Prometheus is an HTTP service."), field="connection")
    if values.get("source", indicator.source) == Source.PUSHED:
        values |= {"connection": None, "query": ""}
    return save(indicator, **values)


def _hold(indicator: Indicator) -> None:
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    indicator.refresh_from_db()


def _mark(indicator: Indicator, **values: Any) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(**values)
    for name, value in values.items():
        setattr(indicator, name, value)
