"""What is compared of a change: counts and figures of the services that it could touch, and of nothing else.

Four statements a look, however many services and figures there are.
"""

from collections.abc import Iterable
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
MOST_INDICATORS = 100

_COUNTS = """
SELECT service_id, kind || 's', string_agg((floor(extract(epoch FROM %(until)s - opened_at) / 900)::int)::text, ' '), ''
  FROM tickets_ticket
 WHERE service_id = ANY(%(services)s) AND kind IN ('incident', 'request') AND NOT is_drill
   AND opened_at > %(since)s AND opened_at <= %(until)s
 GROUP BY 1, 2
UNION ALL
SELECT service_id, 'alerts',
       string_agg((floor((extract(epoch FROM %(until)s - at) - 300) / 900)::int)::text, ' ' ORDER BY at),
       string_agg(count::text, ' ' ORDER BY at)
  FROM detection_onset WHERE service_id = ANY(%(services)s) AND at >= %(since)s AND at < %(until)s
 GROUP BY 1
"""
"""For each service and kind how many quarters of an hour before the end each came, as text: arrays cost more."""
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


def compare(services: Iterable[int], stretch: Stretch) -> tuple[dict[Key, Comparison], dict[Key, bool]]:
    """Compare whatever is known of these services; beside it for each figure whether higher is worse."""
    ids = sorted(services)
    found = _counted(ids, stretch)
    measured = list(Indicator.objects.active().filter(service__in=ids).order_by("id")[:MOST_INDICATORS])
    found |= _measured(measured, stretch)
    worse_up = dict.fromkeys(found, True)
    worse_up |= {Key(one.service_id, "indicator", one.pk): one.is_worse_up for one in measured}
    return found, worse_up


def _counted(services: list[int], stretch: Stretch) -> dict[Key, Comparison]:
    n = int((stretch.until - stretch.since) / QUARTER)
    asked: dict[str, Any] = {"services": services, "since": stretch.until - n * QUARTER, "until": stretch.until}
    with connection.cursor() as cursor:
        cursor.execute(_FIRST)
        alert, ticket = cursor.fetchone()
        cursor.execute(_COUNTS, asked)
        counts = {(service, kind): _series(backs, times, n) for service, kind, backs, times in cursor.fetchall()}
    since = {Compared.Kind.ALERTS: alert, Compared.Kind.INCIDENTS: ticket, Compared.Kind.REQUESTS: ticket}
    known = {kind.value: _known(first, stretch, n) for kind, first in since.items()}
    nothing, shape = np.zeros(n), stretch.shape(QUARTER)
    return {
        Key(service, kind): compare_counts(counts.get((service, kind), nothing)[n - known[kind] :], shape)
        for service in services
        for kind in known
    }


def _series(backs: str, times: str, n: int) -> Any:
    """How many there were in each of the last ``n`` quarters; ``times`` says how often each counts, else once."""
    at = np.minimum(np.array(backs.split(), dtype=np.int64), n - 1)
    weights = np.array(times.split(), dtype=float) if times else None
    return np.bincount(at, weights=weights, minlength=n)[::-1].astype(float)


def _known(since: datetime | None, stretch: Stretch, n: int) -> int:
    """How many quarters before the end are known: before the first row of its kind nobody counted."""
    if since is None:
        return 0
    return min(n, max(0, int((stretch.until - since) / QUARTER)))


def _measured(indicators: list[Indicator], stretch: Stretch) -> dict[Key, Comparison]:
    size = stretch.look.buckets
    shape = stretch.shape(size * STEP)
    known = figures([one.pk for one in indicators], stretch.since, stretch.until) if indicators else {}
    found = dict[Key, Comparison]()
    for one in indicators:
        key = Key(one.service_id, Compared.Kind.INDICATOR.value, one.pk)
        if one.pk in known:
            found[key] = compare_series(coarser(known[one.pk], size), shape, tolerance=one.tolerance / 100)
        else:
            found[key] = Comparison(0, 0, why=one.said[:100] or "nothing was measured")
    return found
