"""The fold: events that wait become alerts, and what is new about them reaches their incidents.

One folder at a time (an advisory lock), a bounded batch a time, each batch one transaction. If the process
dies here the batch never was: its events still wait. An event that cannot be folded is found by halving
the batch and set aside, so that it holds up nobody.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from django.db import InterfaceError, OperationalError, connection, transaction

from watchkeep.insight.detection.events import EventRetried, EventSetAside
from watchkeep.insight.detection.life import changing
from watchkeep.insight.detection.life.board import Board, Key
from watchkeep.insight.detection.models import (
    Action,
    Alert,
    Arrived,
    Change,
    Event,
    Heartbeat,
    Integration,
    IntegrationKey,
    Onset,
    Pending,
    SetAside,
    five_minutes,
)
from watchkeep.insight.detection.permissions import P
from watchkeep.insight.detection.rules.folding import Outcome, fold
from watchkeep.kernel import clock, live, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell
from watchkeep.kernel.locks import only_one

log = logging.getLogger(__name__)
BATCH = 8000
PATIENCE = 20


@dataclass
class Batch:
    """What a batch of events amounts to, alert by alert."""

    alerts: dict[Key, Alert]
    heard: dict[Key, int] = field(default_factory=dict)
    begun: dict[Key, None] = field(default_factory=dict)
    acknowledged: dict[Key, None] = field(default_factory=dict)
    recovered: dict[Key, None] = field(default_factory=dict)

    def put_off(self, keys: Iterable[Key]) -> None:
        """Leave these alerts out: what is heard of them waits for the next batch."""
        for key in keys:
            for part in (self.heard, self.begun, self.acknowledged, self.recovered):
                part.pop(key, None)


def fold_waiting(limit: int = BATCH) -> int:
    """Fold the events that have waited longest; returns how many there were, 0 when somebody else folds."""
    with only_one("detection.fold") as mine:
        if not mine:
            return 0
        events = _events(limit)
        return _fold_or_halve(events, patience=PATIENCE)[0] if events else 0


@transaction.atomic
def retry(aside: SetAside, *, by: Actor) -> None:
    """Let an event that had been set aside go through the fold once more."""
    by.need(P.CONFIGURE, "retry events")
    Pending.objects.get_or_create(event=aside.event, defaults={"received_at": aside.received_at})
    aside.delete()
    tell(EventRetried(record=aside.integration_id, by=by, event=aside.event))
    queue.nudge("detection")


def _events(limit: int) -> list[Arrived]:
    with connection.cursor() as cursor:
        cursor.execute(Pending.FIRST, (limit,))
        ids, earliest, latest = cursor.fetchone()
        if not ids:
            return []
        cursor.execute(Event.TAKE, (ids, earliest, latest))
        return [Arrived.of(row) for row in cursor.fetchall()]


def _fold_or_halve(events: Sequence[Arrived], *, patience: int) -> tuple[int, int]:
    """Fold them all; if that fails, fold either half, down to the one event that is to blame.

    Returns how many events are done with, and how many of those were set aside: once ``patience`` of them
    were, the rest waits for the next round, so that one long transaction never holds what is good.
    """
    try:
        with transaction.atomic():
            folded = [event.id for event in _fold(events)]
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM detection_pending WHERE event = ANY(%s)", (folded,))
        return len(folded), 0
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(events) == 1:
            log.exception("event %s was set aside", events[0].id)
            _set_aside(events[0], error)
            return 1, 1
    half = len(events) // 2
    done, aside = _fold_or_halve(events[:half], patience=patience)
    if aside < patience:
        more, too = _fold_or_halve(events[half:], patience=patience - aside)
        done, aside = done + more, aside + too
    return done, aside


def _set_aside(event: Arrived, error: Exception) -> None:
    words = f"{type(error).__name__}: {error}"[:2000].replace("\x00", "\ufffd")
    SetAside.objects.update_or_create(
        event=event.id,
        defaults={
            "received_at": event.received_at,
            "integration_id": event.integration,
            "error": words,
            "at": clock.now(),
        },
    )
    Pending.objects.filter(event=event.id).delete()
    tell(EventSetAside(record=event.integration, by=CLOCK, event=event.id, error=words[:200]))


def _fold(events: Sequence[Arrived]) -> list[Arrived]:
    """Fold a batch. Returns what is done with: of those alerts that must wait, all events wait."""
    events = [event.read() for event in events]
    integrations = Integration.objects.in_bulk({event.integration for event in events})
    batch = Batch(_known_alerts(events))
    changes = [_change(event, integrations) for event in events if event.signal.action == Action.CHANGE]
    for event in events:
        if event.signal.action != Action.CHANGE:
            _hear(batch, event)
    Change.objects.bulk_create(changes, ignore_conflicts=True)
    changing.record(changes, integrations)
    waiting = _settle(batch, integrations)
    done = [event for event in events if _key(event) not in waiting or event.signal.action == Action.CHANGE]
    _mark_seen(done)
    return done


def _settle(batch: Batch, integrations: dict[int, Integration]) -> set[Key]:
    """Write the alerts, and let the incidents know what is new. Returns those that must wait."""
    board = Board(integrations)
    waiting = board.place({key: batch.alerts[key] for key in batch.begun})
    batch.put_off(waiting)
    for key in batch.acknowledged:
        board.acknowledge(batch.alerts[key])
    turned = batch.begun | batch.acknowledged | batch.recovered
    _write_turned([batch.alerts[key] for key in turned])
    _count_begun([batch.alerts[key] for key in batch.begun])
    _write_repeated([(batch.alerts[key], times) for key, times in batch.heard.items() if key not in turned])
    board.restore([batch.alerts[key] for key in batch.recovered if not batch.alerts[key].is_burning])
    board.tell([batch.alerts[key] for key in batch.begun])
    board.mark(
        begun=[batch.alerts[key] for key in batch.begun],
        recovered=[batch.alerts[key] for key in batch.recovered],
        repeated=[batch.alerts[key] for key in batch.heard if key not in turned],
    )
    if turned:
        live.changed("alerts")
    return waiting


def _known_alerts(events: Iterable[Arrived]) -> dict[Key, Alert]:
    pairs = {_key(event) for event in events}
    found = Alert.objects.filter(
        integration__in={integration for integration, _ in pairs}, key__in={key for _, key in pairs}
    )
    return {pair: alert for alert in found if (pair := (alert.integration_id, alert.key)) in pairs}


def _hear(batch: Batch, event: Arrived) -> None:
    key = _key(event)
    alert = batch.alerts.get(key) or Alert(integration_id=key[0], key=key[1])
    match fold(alert, event.signal, event.received_at):
        case Outcome.STARTED:
            batch.alerts[key] = alert
            batch.begun[key] = None
        case Outcome.REPEATED:
            batch.heard[key] = batch.heard.get(key, 0) + 1
        case Outcome.ACKNOWLEDGED:
            batch.acknowledged[key] = None
        case Outcome.RESOLVED:
            batch.recovered[key] = None


def _key(event: Arrived) -> Key:
    return event.integration, event.signal.key


def _change(event: Arrived, integrations: dict[int, Integration]) -> Change:
    said = event.signal
    return Change(
        integration_id=event.integration,
        service_id=integrations[event.integration].service_id,
        event=event.id,
        at=said.at or event.received_at,
        summary=said.summary,
        source=said.source,
        links=msgspec.to_builtins(said.links),
    )


_TURNED = (
    "status", "severity", "summary", "source", "labels", "count", "episodes", "last_at", "started_at",
    "resolved_at", "stamp", "is_silenced", "silenced_until", "silenced_by", "service", "group", "incident",
)  # fmt: skip


def _write_turned(alerts: list[Alert]) -> None:
    """Alerts that are new or whose status changed: the whole row."""
    Alert.objects.bulk_create(
        alerts, batch_size=1000, update_conflicts=True, unique_fields=("integration", "key"), update_fields=_TURNED
    )


_REPEATED = """
UPDATE detection_alert SET count = count + said.times, last_at = said.last_at, stamp = said.stamp,
    severity = said.severity, summary = said.summary, source = said.source, labels = said.labels
FROM jsonb_to_recordset(%s::jsonb) AS said (id bigint, times bigint, last_at timestamptz, stamp timestamptz,
    severity text, summary text, source text, labels jsonb)
WHERE detection_alert.id = said.id
"""
_SAID = ("id", "last_at", "stamp", "severity", "summary", "source", "labels")


def _count_begun(alerts: Iterable[Alert]) -> None:
    """Count what began on each service, five minutes at a time."""
    counts: dict[tuple[int, datetime], int] = {}
    for alert in alerts:
        if alert.service_id and alert.started_at:
            place = (alert.service_id, five_minutes(alert.started_at))
            counts[place] = counts.get(place, 0) + 1
    if counts:
        rows = sorted((*place, count) for place, count in counts.items())
        with connection.cursor() as cursor:
            cursor.execute(Onset.ADD, [list(column) for column in zip(*rows, strict=True)])


def _write_repeated(heard: Iterable[tuple[Alert, int]]) -> None:
    """Alerts that were only heard again: one narrow statement for all of them."""
    said = [{name: getattr(alert, name) for name in _SAID} | {"times": times} for alert, times in heard]
    if said:
        with connection.cursor() as cursor:
            cursor.execute(_REPEATED, [msgspec.json.encode(said).decode()])


def _mark_seen(events: Sequence[Arrived]) -> None:
    """When each integration and key was last heard, and when each heartbeat is due again."""
    last = {event.integration: event.received_at for event in events}
    for integration, at in last.items():
        Integration.objects.filter(pk=integration).update(last_event_at=at)
    for key, at in {event.sent_with: event.received_at for event in events if event.sent_with}.items():
        IntegrationKey.objects.filter(pk=key).update(last_used_at=at)
    beats = {e.integration: e.received_at for e in events if e.signal.action == Action.BEAT}
    for heartbeat in Heartbeat.objects.filter(pk__in=beats):
        beat = beats[heartbeat.pk]
        Heartbeat.objects.filter(pk=heartbeat.pk).update(
            last_beat_at=beat, due_at=heartbeat.due_after(beat), is_missed=False
        )
