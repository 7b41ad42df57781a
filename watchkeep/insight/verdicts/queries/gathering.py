"""What is compared of changes: counts and figures of the services that they could touch, and of nothing else.

Two statements, and two more for each length of history, however many changes, services and figures there are. What
has one shape is compared together.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from watchkeep.insight.verdicts.models import STEP, Compared, Indicator
from watchkeep.insight.verdicts.queries.figures import figures
from watchkeep.insight.verdicts.rules import Comparison, Look, Shape, coarser, compare_all_counts, compare_all_series

QUARTER = timedelta(minutes=15)
A_QUARTER = QUARTER // STEP
MOST_INDICATORS, AT_ONCE = 100, 64

_COUNTS = """
SELECT service_id, kind || 's',
       string_agg(int4send(floor(date_part('epoch', %(until)s - opened_at) / 300)::int), '')
  FROM tickets_ticket
 WHERE service_id = ANY(%(services)s) AND kind IN ('incident', 'request') AND NOT is_drill
   AND opened_at > %(since)s AND opened_at <= %(until)s
 GROUP BY service_id, kind
UNION ALL
SELECT service_id, 'alerts',
       string_agg(int4send(floor(date_part('epoch', %(until)s - at) / 300)::int - 1) || int4send(count), '')
  FROM detection_onset WHERE service_id = ANY(%(services)s) AND at >= %(since)s AND at < %(until)s
 GROUP BY service_id
"""
"""For each service and kind how many five minutes before the end each came, and of alerts how often each counts: whole
numbers of four bytes one after the other, since arrays cost more."""
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

    found: dict[Key, Comparison] = field(default_factory=dict)
    worse_up: dict[Key, bool] = field(default_factory=dict)


def compare(asked: Sequence[Asked]) -> list[Answer]:
    """Compare whatever is known of the services of each; what several need is read, and compared, once."""
    firsts, indicators = _firsts(), _indicators({service for one in asked for service in one.services})
    told = [Answer() for _one in asked]
    for history in {one.stretch.look.history for one in asked}:
        alike = [(one, told[at]) for at, one in enumerate(asked) if one.stretch.look.history == history]
        measured = {id(answer): _chosen(one, indicators) for one, answer in alike}
        together = _Together([one for one, _answer in alike], {one.pk for each in measured.values() for one in each})
        _count(alike, together, firsts)
        _measure([(one, answer, measured[id(answer)]) for one, answer in alike], together)
    return told


class _Together:
    """What was counted and measured of all that one length of history asks for."""

    def __init__(self, asked: Sequence[Asked], indicators: Collection[int]) -> None:
        self.since = min(one.stretch.since for one in asked)
        self.until = max(one.stretch.until for one in asked)
        self.counts = _counts(sorted({service for one in asked for service in one.services}), self.since, self.until)
        self.figures = figures(indicators, self.since, self.until) if indicators else {}

    def counted(self, service: int, kind: str, stretch: Stretch, n: int) -> Any:
        """How many there were in each of the last ``n`` quarters of the stretch."""
        if (service, kind) not in self.counts:
            return np.zeros(n)
        backs, *each = self.counts[service, kind]
        at = (backs - (self.until - stretch.until) // STEP) // A_QUARTER
        inside = (at >= 0) & (at < n)
        return np.bincount(at[inside], each[0][inside] if each else None, n)[::-1]

    def measured(self, indicator: int, stretch: Stretch) -> Any:
        """Its figures over the stretch; there are some."""
        first = (stretch.since - self.since) // STEP
        return self.figures[indicator][first : first + (stretch.until - stretch.since) // STEP]


def _count(alike: Sequence[tuple[Asked, Answer]], together: _Together, firsts: dict[str, datetime | None]) -> None:
    """Compare the counts of all of them, those of one shape and one length of history together."""
    rows: dict[tuple[Shape, int], dict[tuple[int, str, datetime], Any]] = defaultdict(dict)
    places = list[tuple[Answer, Key, tuple[Shape, int], datetime]]()
    for one, answer in alike:
        n, shape = int((one.stretch.until - one.stretch.since) / QUARTER), one.stretch.shape(QUARTER)
        for kind, first in firsts.items():
            known = _quarters_since(first, one.stretch, n)
            for service in one.services:
                if (row := (service, kind, one.stretch.until)) not in rows[shape, known]:
                    rows[shape, known][row] = together.counted(service, kind, one.stretch, n)[n - known :]
                places.append((answer, Key(service, kind), (shape, known), one.stretch.until))
    compared = {
        alike: dict(zip(of, compare_all_counts(np.array([*of.values()], float), alike[0]), strict=True))
        for alike, of in rows.items()
    }
    for answer, key, group, until in places:
        answer.found[key] = compared[group][key.service, key.kind, until]
        answer.worse_up[key] = True


def _measure(alike: Sequence[tuple[Asked, Answer, list[Indicator]]], together: _Together) -> None:
    """Compare the figures of all of them, those of one shape and one length of history together."""
    rows: dict[tuple[Shape, int, int], dict[tuple[int, datetime], tuple[Any, float]]] = defaultdict(dict)
    places = list[tuple[Answer, Key, tuple[Shape, int, int], tuple[int, datetime]]]()
    for one, answer, indicators in alike:
        size = one.stretch.look.buckets
        group = one.stretch.shape(size * STEP), (one.stretch.until - one.stretch.since) // STEP, size
        for indicator in indicators:
            key = Key(indicator.service_id, Compared.Kind.INDICATOR.value, indicator.pk)
            answer.worse_up[key] = indicator.is_worse_up
            if indicator.pk not in together.figures:
                answer.found[key] = Comparison(0, 0, why=indicator.said[:100] or "nothing was measured")
                continue
            row = indicator.pk, one.stretch.until
            if row not in rows[group]:
                rows[group][row] = together.measured(indicator.pk, one.stretch), indicator.tolerance / 100
            places.append((answer, key, group, row))
    compared = {group: _series(group, of) for group, of in rows.items()}
    for answer, key, group, row in places:
        answer.found[key] = compared[group][row]


def _series(group: tuple[Shape, int, int], rows: dict[Any, tuple[Any, float]]) -> dict[Any, Comparison]:
    """Compare figures of one shape, some at a time: all of them as wide as they are compared would be too much."""
    shape, _length, size = group
    compared, given = list[Comparison](), [*rows.values()]
    for at in range(0, len(given), AT_ONCE):
        values, tolerances = zip(*given[at : at + AT_ONCE], strict=True)
        compared += compare_all_series(coarser(np.array(values, float), size), shape, tolerances)
    return dict(zip(rows, compared, strict=True))


def _chosen(asked: Asked, indicators: dict[int, list[Indicator]]) -> list[Indicator]:
    """The indicators of its services, but no more than anybody can look at."""
    found = [one for service in asked.services for one in indicators.get(service, [])]
    return sorted(found, key=lambda one: one.pk)[:MOST_INDICATORS]


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


def _counts(services: list[int], since: datetime, until: datetime) -> dict[tuple[int, str], Any]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"services": services, "since": since, "until": until})
        return {
            (service, kind): np.frombuffer(told, ">i4").reshape(-1, 2 if kind == Compared.Kind.ALERTS else 1).T
            for service, kind, told in cursor.fetchall()
        }


def _quarters_since(first: datetime | None, stretch: Stretch, n: int) -> int:
    """How many quarters before the end are known."""
    if first is None:
        return 0
    return min(n, max(0, int((stretch.until - first) / QUARTER)))
