"""The program's own figures, as Prometheus reads them. Every gauge is a count over a partial index."""

from collections.abc import Iterator

from django.db import connection
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

COUNTS = {
    "watchkeep_jobs_waiting": (
        "Later reactions that wait or run.",
        "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')",
    ),
    "watchkeep_jobs_given_up": (
        "Later reactions that were given up: the dead letters.",
        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'",
    ),
    "watchkeep_worker_silence_seconds": (
        "Seconds since the newest sign of life of any worker; -1 if there never was one.",
        "SELECT coalesce(extract(epoch FROM now() - max(at)), -1)::float8 FROM worker_beats",
    ),
}


class Figures(Collector):
    """Asks the database once for all gauges."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One row, one column a gauge."""
        columns = ", ".join(f"({question})" for _, question in COUNTS.values())
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns}")  # constants of ours
            row = cursor.fetchone()
        for (name, (meaning, _)), value in zip(COUNTS.items(), row, strict=True):
            yield GaugeMetricFamily(name, meaning, value=float(value))


_registry = CollectorRegistry(auto_describe=False)
ProcessCollector(registry=_registry)
PlatformCollector(registry=_registry)
GCCollector(registry=_registry)


def text() -> bytes:
    """The exposition in Prometheus' text format. DatabaseError if the database cannot be asked."""
    collected = CollectorRegistry(auto_describe=False)
    collected.register(Figures())
    return generate_latest(collected) + generate_latest(_registry)
