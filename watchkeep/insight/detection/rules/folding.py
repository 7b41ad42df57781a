"""What one event does to its alert. No database and no clock: the alert in hand is changed, the outcome named."""

from datetime import datetime, timedelta
from enum import Enum, auto

import msgspec

from watchkeep.insight.detection.models import Action, Alert, Signal, Status

SKEW = timedelta(minutes=5)
MAX_LABELS = 64


class Outcome(Enum):
    """What became of an event."""

    STARTED = auto()
    REPEATED = auto()
    ACKNOWLEDGED = auto()
    RESOLVED = auto()
    STALE = auto()
    UNKNOWN = auto()


def fold(alert: Alert, signal: Signal, received_at: datetime) -> Outcome:
    """Let the alert hear the signal. An alert that has never been heard of has a ``count`` of 0."""
    stamp = credible(signal.stamp, received_at)
    match signal.action:
        case Action.TRIGGER:
            return _trigger(alert, signal, stamp, received_at)
        case Action.ACKNOWLEDGE:
            return _acknowledge(alert)
        case _:
            return _resolve(alert, stamp, received_at)


def credible(stamp: datetime | None, received_at: datetime) -> datetime | None:
    """The sender's time, unless it lies in our future: then its clock is wrong and arrival decides."""
    return stamp if stamp and stamp <= received_at + SKEW else None


def labels_of(signal: Signal) -> dict[str, str]:
    """The signal's labels, and what its details hold of plain values under names that are still free."""
    labels = dict(signal.labels)
    for name, value in _details(signal).items():
        if len(labels) >= MAX_LABELS:
            break
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            labels.setdefault(name[:255], str(value)[:1024])
    return labels


def _trigger(alert: Alert, signal: Signal, stamp: datetime | None, at: datetime) -> Outcome:
    if alert.count and alert.is_burning:
        _hear(alert, signal, stamp, at)
        return Outcome.REPEATED
    if _is_stale(alert, stamp):
        return Outcome.STALE
    alert.first_at = alert.first_at if alert.count else at
    _hear(alert, signal, stamp, at)
    alert.status, alert.started_at, alert.resolved_at = Status.FIRING, at, None
    alert.episodes += 1
    return Outcome.STARTED


def _acknowledge(alert: Alert) -> Outcome:
    if not alert.count or not alert.is_burning:
        return Outcome.UNKNOWN
    if alert.status == Status.ACKNOWLEDGED:
        return Outcome.REPEATED
    alert.status = Status.ACKNOWLEDGED
    return Outcome.ACKNOWLEDGED


def _resolve(alert: Alert, stamp: datetime | None, at: datetime) -> Outcome:
    if not alert.count or not alert.is_burning:
        return Outcome.UNKNOWN
    if _is_stale(alert, stamp):
        return Outcome.STALE
    alert.status, alert.resolved_at, alert.is_silenced = Status.RESOLVED, at, False
    alert.stamp = stamp or alert.stamp
    return Outcome.RESOLVED


def _is_stale(alert: Alert, stamp: datetime | None) -> bool:
    """Whether the event tells of a time before what we have heard already: it came late."""
    return bool(alert.count and stamp and alert.stamp and stamp < alert.stamp)


def _hear(alert: Alert, signal: Signal, stamp: datetime | None, at: datetime) -> None:
    alert.count += 1
    alert.last_at = at
    alert.summary = signal.summary or alert.summary
    alert.severity = alert.Severity(signal.severity.value)
    alert.source = signal.source or alert.source
    alert.labels = labels_of(signal)
    if stamp and (alert.stamp is None or stamp > alert.stamp):
        alert.stamp = stamp


def _details(signal: Signal) -> dict[str, object]:
    if not isinstance(signal.details, msgspec.Raw):
        return {}
    try:
        return msgspec.json.decode(signal.details, type=dict[str, object])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
