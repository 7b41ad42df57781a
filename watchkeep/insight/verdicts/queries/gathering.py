"""What is compared of a change: counts and figures of the services that it could touch, and of nothing else.

Six statements a look, however many services and figures there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Min

from watchkeep.insight.detection.models import Onset
from watchkeep.insight.verdicts.models import STEP, Compared, Indicator
from watchkeep.insight.verdicts.queries.figures import figures
from watchkeep.insight.verdicts.rules import Comparison, Look, Shape, coarser, compare_counts, compare_series
from watchkeep.work.tickets.models import Ticket

QUARTER = timedelta(minutes=15)
QUARTERS_A_DAY = 96
MOST_INDICATORS = 100

_COUNTS = """
SELECT service_id, kind || 's', width_bucket(extract(epoch FROM %(until)s - opened_at), 0, %(span)s, %(n)s), count(*)
  FROM tickets_ticket
 WHERE service_id = ANY(%(services)s) AND kind IN ('incident', 'request') AND NOT is_drill
   AND opened_at > %(since)s AND opened_at <= %(until)s
 GROUP BY 1, 2, 3
UNION ALL
SELECT service_id, 'alerts', width_bucket(extract(epoch FROM %(until)s - at) - 300, 0, %(span)s, %(n)s), sum(count)
  FROM detection_onset WHERE service_id = ANY(%(services)s) AND at >= %(since)s AND at < %(until)s
 GROUP BY 1, 3
"""


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
    asked: dict[str, Any] = {
        "services": services, "since": stretch.until - n * QUARTER, "until": stretch.until, "n": n,
        "span": n * QUARTER.total_seconds(),
    }  # fmt: skip
    counts: dict[tuple[int, str], Any] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, asked)
        for service, kind, back, count in cursor.fetchall():
            row = counts.setdefault((service, kind), np.zeros(n))
            row[n - min(max(back, 1), n)] += float(count)
    known = {kind: _known(since(), stretch, n) for kind, since in _SINCE.items()}
    nothing = np.zeros(n)
    shape = stretch.shape(QUARTER)
    return {
        Key(service, kind): compare_counts(counts.get((service, kind), nothing)[n - known[kind] :], shape)
        for service in services
        for kind in known
    }


def _known(since: datetime | None, stretch: Stretch, n: int) -> int:
    """How many quarters before the end are known: before the first row of its kind nobody counted."""
    if since is None:
        return 0
    return min(n, max(0, int((stretch.until - since) / QUARTER)))


def _first_alert() -> datetime | None:
    first: datetime | None = Onset.objects.aggregate(first=Min("at"))["first"]
    return first


def _first_ticket() -> datetime | None:
    first: datetime | None = Ticket.objects.aggregate(first=Min("opened_at"))["first"]
    return first


_SINCE: Mapping[str, Callable[[], datetime | None]] = {
    Compared.Kind.ALERTS.value: _first_alert, Compared.Kind.INCIDENTS.value: _first_ticket,
    Compared.Kind.REQUESTS.value: _first_ticket,
}  # fmt: skip


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
