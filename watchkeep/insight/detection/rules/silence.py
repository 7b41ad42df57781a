"""What of an alert decides whether maintenance keeps it quiet: when it began, and which items it names."""

from datetime import datetime, timedelta

from watchkeep.insight.detection.models import Alert

NAMING = ("item", "host", "hostname", "instance", "node", "device", "server")
"""The labels in which monitors name what they watch."""
LONGEST_WAY = timedelta(days=7)
"""So old may the sender's time be; of older ones it says nothing about when the fault began."""


def moments(alert: Alert, now: datetime) -> tuple[datetime, ...]:
    """When it began: as we heard it, and as its sender says."""
    heard, said = alert.started_at or now, alert.stamp
    return (heard, said) if said and now - LONGEST_WAY < said <= heard else (heard,)


def names(alert: Alert) -> set[str]:
    """What it may be about, in small letters: without a port, and a host also without its domain."""
    found = {alert.source, *(alert.labels.get(label, "") for label in NAMING)}
    return {name for text in found if text for name in _forms(text.strip().lower()[:255])}


def _forms(text: str) -> set[str]:
    host, _colon, port = text.rpartition(":")
    plain = host if port.isdecimal() and host and ":" not in host else text
    first = plain.split(".")[0]
    return {text, plain} | ({first} if first and not first.isdecimal() else set())
