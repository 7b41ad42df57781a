"""What can be told of alerts and of where they come from."""

from dataclasses import dataclass, field
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AlertsFolded(Fact, kind="detection.alert_folded", stream="ticket"):
    """Alerts began and belong to this incident. One fact for many; ``alerts`` names the first few."""

    alerts: list[int]
    count: int
    summary: str
    severity: str


@dataclass(frozen=True, kw_only=True)
class AlertsResolved(Fact, kind="detection.alert_resolved", stream="ticket"):
    """Alerts of this incident have recovered; ``left`` still fire."""

    alerts: list[int]
    count: int
    summary: str
    left: int


@dataclass(frozen=True, kw_only=True)
class AlertSilenced(Fact, kind="detection.alert_silenced", stream="alert"):
    """An alert began while its service, or the item it is about, was under maintenance: on record, and quiet."""

    service: int | None


@dataclass(frozen=True, kw_only=True)
class AlertClosed(Fact, kind="detection.alert_closed", stream="alert"):
    """Somebody ended an alert by hand; the monitor had not said that it recovered."""

    was: str


@dataclass(frozen=True, kw_only=True)
class EventSetAside(Fact, kind="detection.event_set_aside", stream="integration"):
    """An event could not be folded; it waits, with its error, for somebody to look."""

    event: int
    error: str


@dataclass(frozen=True, kw_only=True)
class EventRetried(Fact, kind="detection.event_retried", stream="integration"):
    """An event that had been set aside goes through the fold again."""

    event: int


@dataclass(frozen=True, kw_only=True)
class HeartbeatMissed(Fact, kind="detection.heartbeat_missed", stream="integration"):
    """A sign of life that was promised has not come."""

    last_beat_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class IntegrationAdded(Fact, kind="integration.added", stream="integration"):
    """A new sender may speak to us."""

    name: str
    sort: str


@dataclass(frozen=True, kw_only=True)
class IntegrationChanged(Fact, kind="integration.changed", stream="integration"):
    """What we make of a sender was changed."""

    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class KeyIssued(Fact, kind="integration.key_issued", stream="integration"):
    """A key was made; older ones work until ``older_until``."""

    key: int
    tail: str
    older_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class KeyRevoked(Fact, kind="integration.key_revoked", stream="integration"):
    """A key stopped working."""

    key: int
    tail: str


@dataclass(frozen=True, kw_only=True)
class RouteAdded(Fact, kind="route.added", stream="route"):
    """A new route is asked."""

    name: str


@dataclass(frozen=True, kw_only=True)
class RouteChanged(Fact, kind="route.changed", stream="route"):
    """A route was changed, moved or switched."""

    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RouteRemoved(Fact, kind="route.removed", stream="route"):
    """A route is gone."""

    name: str


FOR_THE_RECORD = (
    AlertsFolded,
    AlertsResolved,
    AlertSilenced,
    AlertClosed,
    EventSetAside,
    EventRetried,
    HeartbeatMissed,
    IntegrationAdded,
    IntegrationChanged,
    KeyIssued,
    KeyRevoked,
    RouteAdded,
    RouteChanged,
    RouteRemoved,
)
"""What nobody hears."""
