"""What is compared of changes: counts and figures of the services that they could touch, and of nothing else.

Two statements, and two more for each length of history, however many changes, services and figures there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from watchkeep.insight.verdicts.models import STEP, Compared, Indicator
from watchkeep.insight.verdicts.queries.figures import figures
from watchkeep.insight.verdicts.rules import Comparison, Look, Shape, coarser, compare_counts, compare_series

QUARTER = timedelta(minutes=15)
A_QUARTER = QUARTER // STEP
MOST_INDICATORS = 100

_COUNTS = """
SELECT service_id, kind || 's',
       string_agg(int4send(floor(date_part('epoch', %(until)s - opened_at) / 300)::int), ''), NULL
  FROM tickets_ticket
 WHERE service_id = ANY(%(services)s) AND kind IN ('incident', 'request') AND NOT is_drill
   AND opened_at > %(since)s AND opened_at <= %(until)s
 GROUP BY service_id, kind
UNION ALL
SELECT service_id, 'alerts',
       string_agg(int4send(floor(date_part('epoch', %(until)s - at) / 300)::int - 1), '' ORDER BY at),
       string_agg(int4send(count), '' ORDER BY at)
  FROM detection_onset WHERE service_id = ANY(%(services)s) AND at >= %(since)s AND at < %(until)s
 GROUP BY service_id
"""
"""For each service and kind how many five minutes before the end each came, and how often each counts: whole numbers
of four bytes one after the other, since arrays cost more."""
_FIRST = "SELECT (SELECT min(at) FROM detection_onset), (SELECT min(opened_at) FROM tickets_ticket)"


class Key(NamedTuple):
    """What is compared: a figure of a service."""

    service: int
    kind: str
    indicator: int | None = None


@dataclass(frozen=True)
class Stretch:
    """What a look compares: from ``begun`` to ``start`` is the change itself, from ``start`` to ``until`` after it."""

    begun: datetime
    start: datetime
    until: datetime
    look: Look

    @cached_property
    def since(self) -> datetime:
        """How far back history goes; the change itself does not shorten it, up to as much again."""
        return self.until - self.look.history - min(self.start - self.begun, self.look.history)

    def shape(self, step: timedelta) -> Shape:
        """The same in buckets of this length."""
        gap = max(1, -(-(self.start - self.begun) // step))
        return Shape(max(1, (self.until - self.start) // step), gap, timedelta(days=1) // step)


@dataclass(frozen=True)
class Asked:
    """What one look at a change compares: these services over this stretch."""

    services: Sequence[int]
    stretch: Stretch


@dataclass
class Answer:
    """Whatever is known of them, and for each figure whether higher is worse."""

    found: dict[Key, Comparison]
    worse_up: dict[Key, bool]


def compare(asked: Sequence[Asked]) -> list[Answer]:
    """Compare whatever is known of the services of each; what several need is read once."""
    firsts, indicators = _firsts(), _indicators({service for one in asked for service in one.services})
    told = dict[int, Answer]()
    for history in {one.stretch.look.history for one in asked}:
        alike = [at for at, one in enumerate(asked) if one.stretch.look.history == history]
        together = _Together([asked[at] for at in alike], indicators)
        told |= {at: _answer(asked[at], together, firsts) for at in alike}
    return [told[at] for at in range(len(asked))]


class _Together:
    """What was counted and measured of all that one length of history asks for."""

    def __init__(self, asked: Sequence[Asked], indicators: dict[int, list[Indicator]]) -> None:
        self.since = min(one.stretch.since for one in asked)
        self.until = max(one.stretch.until for one in asked)
        services = {service for one in asked for service in one.services}
        self.indicators = {service: indicators.get(service, []) for service in services}
        self.counts = _counts(sorted(services), self.since, self.until)
        measured = [one.pk for each in self.indicators.values() for one in each]
        self.figures = figures(measured, self.since, self.until) if measured else {}

    def counted(self, service: int, kind: str, stretch: Stretch, n: int) -> Any:
        """How many there were in each of the last ``n`` quarters of the stretch."""
        if (service, kind) not in self.counts:
            return np.zeros(n)
        backs, times = self.counts[service, kind]
        at = (backs - (self.until - stretch.until) // STEP) // A_QUARTER
        inside = (at >= 0) & (at < n)
        weights = None if times is None else times[inside]
        return np.bincount(at[inside], weights=weights, minlength=n)[::-1].astype(float)

    def measured(self, indicator: int, stretch: Stretch) -> Any:
        """Its figures over the stretch; nothing where there is none."""
        if indicator not in self.figures:
            return None
        first = (stretch.since - self.since) // STEP
        return self.figures[indicator][first : first + (stretch.until - stretch.since) // STEP].astype(float)


def _answer(asked: Asked, together: _Together, firsts: dict[str, datetime | None]) -> Answer:
    indicators = [one for service in asked.services for one in together.indicators[service]]
    indicators = sorted(indicators, key=lambda one: one.pk)[:MOST_INDICATORS]
    found = _counted(asked, together, firsts) | _measured(indicators, together, asked.stretch)
    worse_up = dict.fromkeys(found, True)
    worse_up |= {Key(one.service_id, "indicator", one.pk): one.is_worse_up for one in indicators}
    return Answer(found, worse_up)


def _indicators(services: Collection[int]) -> dict[int, list[Indicator]]:
    found: dict[int, list[Indicator]] = defaultdict(list)
    for one in Indicator.objects.active().filter(service__in=services).order_by("id"):
        if len(found[one.service_id]) < MOST_INDICATORS:
            found[one.service_id].append(one)
    return found


def _firsts() -> dict[str, datetime | None]:
    """When the first of each kind came: before it nobody counted."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST)
        alert, ticket = cursor.fetchone()
    return {Compared.Kind.ALERTS: alert, Compared.Kind.INCIDENTS: ticket, Compared.Kind.REQUESTS: ticket}


def _counts(services: list[int], since: datetime, until: datetime) -> dict[tuple[int, str], tuple[Any, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"services": services, "since": since, "until": until})
        return {
            (service, kind): (np.frombuffer(backs, ">i4"), None if times is None else np.frombuffer(times, ">i4"))
            for service, kind, backs, times in cursor.fetchall()
        }


def _counted(asked: Asked, together: _Together, firsts: dict[str, datetime | None]) -> dict[Key, Comparison]:
    stretch = asked.stretch
    n = int((stretch.until - stretch.since) / QUARTER)
    shape = stretch.shape(QUARTER)
    known = {str(kind): _quarters_since(first, stretch, n) for kind, first in firsts.items()}
    return {
        Key(service, kind): compare_counts(together.counted(service, kind, stretch, n)[n - known[kind] :], shape)
        for service in asked.services
        for kind in known
    }


def _quarters_since(first: datetime | None, stretch: Stretch, n: int) -> int:
    """How many quarters before the end are known."""
    if first is None:
        return 0
    return min(n, max(0, int((stretch.until - first) / QUARTER)))


def _measured(indicators: Iterable[Indicator], together: _Together, stretch: Stretch) -> dict[Key, Comparison]:
    size = stretch.look.buckets
    shape = stretch.shape(size * STEP)
    found = dict[Key, Comparison]()
    for one in indicators:
        key = Key(one.service_id, Compared.Kind.INDICATOR.value, one.pk)
        values = together.measured(one.pk, stretch)
        if values is None:
            found[key] = Comparison(0, 0, why=one.said[:100] or "nothing was measured")
        else:
            found[key] = compare_series(coarser(values, size), shape, tolerance=one.tolerance / 100)
    return found
