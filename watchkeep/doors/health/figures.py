"""The program's own figures, as Prometheus reads them.

Every gauge is one count over an index, and none counts further than ten thousand, so that a scrape costs
the same on a bad day.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.models import State as Sending
from watchkeep.duty.oncall.models import Escalation
from watchkeep.duty.oncall.models.escalations import State as Searching
from watchkeep.insight.detection.models import Alert, Pending, Status
from watchkeep.kernel import clock, queue
from watchkeep.kernel.models import Beat
from watchkeep.kernel.pages import capped_count
from watchkeep.work.tickets.models import Ticket

CAP = 10_000
SETS: dict[str, tuple[str, Callable[[], QuerySet[Any]]]] = {
    "watchkeep_incidents_open": ("Incidents that need work.", Ticket.objects.incidents().open),
    "watchkeep_events_waiting": ("Events that are kept but not folded yet.", Pending.objects.all),
    "watchkeep_alerts_firing": ("Alerts that fire.", lambda: Alert.objects.filter(status=Status.FIRING)),
    "watchkeep_escalations_running": (
        "Searches for somebody who answers.",
        lambda: Escalation.objects.filter(state=Searching.RUNNING),
    ),
    "watchkeep_deliveries_waiting": (
        "Messages that wait to be sent.",
        lambda: Delivery.objects.filter(state__in=(Sending.PENDING, Sending.SENDING)),
    ),
    "watchkeep_deliveries_given_up": (
        "Messages that were given up.",
        lambda: Delivery.objects.filter(state=Sending.DEAD),
    ),
    "watchkeep_jobs_waiting": ("Later reactions that wait or run.", queue.alive),
    "watchkeep_jobs_given_up": ("Later reactions that were given up: the dead letters.", queue.given_up),
}


class Figures(Collector):
    """Asks the database for all gauges."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One count a gauge, and the workers' silence."""
        for name, (meaning, rows) in SETS.items():
            yield GaugeMetricFamily(name, meaning, value=capped_count(rows(), CAP)[0])
        newest = Beat.objects.order_by("-at").values_list("at", flat=True).first()
        yield GaugeMetricFamily(
            "watchkeep_worker_silence_seconds",
            "Seconds since the newest sign of life of any worker; -1 if there never was one.",
            value=(clock.now() - newest).total_seconds() if newest else -1,
        )


_process = CollectorRegistry(auto_describe=False)
ProcessCollector(registry=_process)
PlatformCollector(registry=_process)
GCCollector(registry=_process)
_figures = CollectorRegistry(auto_describe=False)
_figures.register(Figures())


def text() -> bytes:
    """The exposition in Prometheus' text format. DatabaseError if the database cannot be asked."""
    return generate_latest(_figures) + generate_latest(_process)
