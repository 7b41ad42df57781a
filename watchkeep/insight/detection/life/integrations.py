"""Senders: added, changed, given new keys, deprived of old ones, tried."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from watchkeep.insight.detection.events import IntegrationAdded, IntegrationChanged, KeyIssued, KeyRevoked
from watchkeep.insight.detection.life.receiving import receive
from watchkeep.insight.detection.models import (
    Action,
    Heartbeat,
    Integration,
    IntegrationKey,
    Kind,
    Severity,
    Signal,
)
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.secrets import digest

CHANGEABLE = ("name", "service", "group_by", "reopen_within_minutes", "is_active")
BEAT = ("every_seconds", "grace_seconds")


@transaction.atomic
def add_integration(*, by: Actor, name: str, kind: str, **values: Any) -> tuple[Integration, str]:
    """Let a new sender in. Returns it with its first key in the clear, which is never seen again."""
    by.need(P.CONFIGURE, "set up integrations")
    beat = {field: values.pop(field) for field in BEAT if values.get(field) is not None}
    values = {field: value for field, value in values.items() if field in CHANGEABLE}
    integration = _saved(Integration(name=name.strip(), kind=Kind(kind), **values))
    if integration.kind == Kind.HEARTBEAT:
        Heartbeat.objects.create(integration=integration, **beat)
    tell(IntegrationAdded(record=integration.pk, by=by, name=integration.name, sort=integration.kind))
    return integration, _issue(integration, by=by)


@transaction.atomic
def change_integration(integration: Integration, *, by: Actor, **changes: Any) -> None:
    """Change what is made of a sender. Switching it off refuses its events within a second."""
    by.need(P.CONFIGURE, "set up integrations")
    known = Integration.objects.select_for_update().get(pk=integration.pk)
    told = [name for name in CHANGEABLE if name in changes and changes[name] != getattr(known, name)]
    for name in told:
        setattr(known, name, changes[name])
    beat = {name: changes[name] for name in BEAT if changes.get(name) is not None}
    told += _change_beat(known, beat) if known.kind == Kind.HEARTBEAT else []
    if not told:
        return
    _saved(known)
    tell(IntegrationChanged(record=known.pk, by=by, fields=told))


@transaction.atomic
def rotate_key(integration: Integration, *, by: Actor, grace: timedelta = timedelta(days=7)) -> str:
    """Issue a new key. The old ones work until their grace ends, so that senders can be moved over."""
    by.need(P.CONFIGURE, "rotate keys")
    now = clock.now()
    until = now + max(grace, timedelta())
    IntegrationKey.objects.filter(integration=integration, revoked_at=None, expires_at=None).update(expires_at=until)
    return _issue(integration, by=by, older_until=until)


@transaction.atomic
def revoke_key(key: IntegrationKey, *, by: Actor) -> None:
    """Take a key out of use at once."""
    by.need(P.CONFIGURE, "revoke keys")
    now = clock.now()
    if not IntegrationKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        raise Refused("This key has been revoked already.", code="wrong_state")
    tell(KeyRevoked(record=key.integration_id, by=by, key=key.pk, tail=key.tail))


def send_test(integration: Integration, *, by: Actor, resolve: bool = False) -> None:
    """Say something in the sender's name, to see where it goes."""
    by.need(P.CONFIGURE, "send test events")
    receive(
        integration,
        [
            Signal(
                key="watchkeep/test",
                action=Action.RESOLVE if resolve else Action.TRIGGER,
                summary=f"Test event of {integration.name}, sent by {by.name}",
                severity=Severity.INFO,
                source="watchkeep",
                labels={"alertname": "WatchkeepTest"},
            )
        ],
    )


def _issue(integration: Integration, *, by: Actor, older_until: datetime | None = None) -> str:
    """A key of 128 random bits in 32 characters, the length that PagerDuty's clients expect."""
    plain = secrets.token_hex(16)
    key = IntegrationKey.objects.create(
        integration=integration, digest=digest(plain), tail=plain[-4:], created_at=clock.now()
    )
    tell(KeyIssued(record=integration.pk, by=by, key=key.pk, tail=key.tail, older_until=older_until))
    return plain


def _change_beat(integration: Integration, beat: dict[str, int]) -> list[str]:
    heartbeat = Heartbeat.objects.select_for_update().get(pk=integration.pk)
    told = [name for name, value in beat.items() if getattr(heartbeat, name) != value]
    for name in told:
        setattr(heartbeat, name, beat[name])
    if told and heartbeat.last_beat_at and not heartbeat.is_missed:
        heartbeat.due_at = heartbeat.due_after(heartbeat.last_beat_at)
    heartbeat.save(update_fields=[*told, "due_at"]) if told else None
    return told


def _saved(integration: Integration) -> Integration:
    if not integration.name:
        raise Refused("Give it a name.", field="name")
    try:
        with transaction.atomic():
            integration.save()
    except IntegrityError as error:
        raise Refused("Another integration has this name.", field="name") from error
    return integration
