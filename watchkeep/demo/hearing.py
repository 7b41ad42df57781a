"""Who may tell Watchkeep that something broke, and where each alert goes."""

from watchkeep.estate.services.models import Service
from watchkeep.insight.detection import life
from watchkeep.kernel.actors import Actor

INTEGRATIONS = {
    "alertmanager": ("Prometheus Alertmanager", "alertmanager"),
    "events": ("Events API", "events_v2"),
    "cloud": ("Cloud events", "cloudevents"),
}
ROUTES = (
    ("Web shop", 'service="web-shop"', "web-shop", 1),
    ("Checkout is slow", 'service="checkout"', "payments", 2),
    ("Disks of the database", 'alertname="DiskAlmostFull"\nhost=~"ams-db-.*"', "database", 2),
    ("Search", 'service="search"', "search", 3),
    ("Mail queue", 'alertname=~"Mail.*"', "mail", 3),
)


def connect(by: Actor, services: dict[str, Service]) -> dict[str, str]:
    """Integrations and routes. Returns each integration's key."""
    keys = {}
    for key, (name, kind) in INTEGRATIONS.items():
        _, keys[key] = life.add_integration(by=by, name=name, kind=kind)
    for name, matchers, slug, severity in ROUTES:
        life.add_route(by=by, name=name, matchers=matchers, service=services[slug], severity=severity)
    return keys
