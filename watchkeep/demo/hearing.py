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
REGIONS = ("nordics", "central-europe")
"""Regions of the checkout: what fails in both is one incident."""


def connect(by: Actor, services: dict[str, Service]) -> dict[str, str]:
    """Integrations and routes. Returns each integration's key."""
    keys = {}
    for key, (name, kind) in INTEGRATIONS.items():
        _, keys[key] = life.add_integration(by=by, name=name, kind=kind)
    for name, matchers, slug, severity in ROUTES:
        life.add_route(
            by=by, name=name, matchers=matchers, service=services[slug], severity=severity, group_by=["shop"]
        )
    for region in REGIONS:
        service = services[f"checkout-{region}"]
        life.add_route(
            by=by, name=str(service), matchers=f'service="{service.slug}"', service=service, group_by=["shop"],
            spans_services=True,
        )  # fmt: skip
    return keys
