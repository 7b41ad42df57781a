"""The inbox: what was said, as it was said. Written by the ingest door, folded by the sweep."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from watchkeep.insight.detection.models.integrations import Integration
from watchkeep.insight.detection.models.signal import Signal, decode
from watchkeep.kernel import clock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Arrived:
    """An event as the fold reads it, many at a time; ``read`` before its ``signal`` is asked for."""

    id: int
    received_at: datetime
    integration: int
    sent_with: int | None
    content: str
    signal: Signal = field(init=False)

    @classmethod
    def of(cls, row: tuple[int, int, int, int | None, str]) -> Self:
        """From a row of `Event.TAKE`: microseconds are read many times faster than a timestamp."""
        key, microseconds, integration, sent_with, content = row
        return cls(key, EPOCH + timedelta(microseconds=microseconds), integration, sent_with, content)

    def read(self) -> Self:
        """Decode the content. Raises msgspec.DecodeError when it is broken."""
        self.signal = decode(self.content)
        return self


class Event(models.Model):
    """One event that was accepted. Append-only, partitioned by month on ``received_at``.

    ``thread`` is a hash of integration and key, so that a narrow index finds all that was said of an alert.
    """

    id = models.BigAutoField(primary_key=True)
    received_at = models.DateTimeField()
    integration = models.ForeignKey(
        Integration, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    sent_with = models.BigIntegerField(null=True)
    thread = models.BigIntegerField()
    content = models.TextField()

    APPEND: ClassVar[str] = """
        WITH said AS (
            INSERT INTO detection_event (received_at, integration_id, sent_with, thread, content)
            SELECT %s, * FROM unnest(
                string_to_array(%s, ',', '')::bigint[], string_to_array(%s, ',', '')::bigint[],
                string_to_array(%s, ',')::bigint[], string_to_array(%s, E'\n'))
            RETURNING id, received_at
        ) INSERT INTO detection_pending (event, received_at) SELECT id, received_at FROM said
    """
    """Appends many events: when, then integrations, keys and threads joined by commas, contents by line breaks.

    JSON on one line holds no line break, so plain texts carry the columns; arrays would be escaped value by value.
    """

    TAKE: ClassVar[str] = """
        SELECT id, (extract(epoch FROM received_at) * 1000000)::bigint, integration_id, sent_with, content
        FROM detection_event WHERE id = ANY(%s) AND received_at BETWEEN %s AND %s ORDER BY id
    """
    """Rows for `Arrived.of`: events by their ids, and between which instants they came, so that few months are read."""

    class Meta:
        """Found by thread, newest first."""

        indexes = [models.Index(fields=["thread", "id"], name="event_of_thread")]

    def __str__(self) -> str:
        return f"event {self.pk}"

    @cached_property
    def signal(self) -> Signal:
        """What was said. Raises msgspec.DecodeError when the content is broken."""
        return decode(self.content)


def thread(integration: int, key: str) -> int:
    """The number under which all events of an integration's key are found: 63 bits of a hash."""
    text = f"{integration}\x00{key}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1


class Pending(models.Model):
    """An event that is not folded yet. The row goes when the fold commits."""

    event = models.BigIntegerField(primary_key=True)
    received_at = models.DateTimeField()

    FIRST: ClassVar[str] = """
        SELECT array_agg(event), min(received_at), max(received_at)
        FROM (SELECT event, received_at FROM detection_pending ORDER BY event LIMIT %s) AS waiting
    """
    """Those that have waited longest, and between which instants they came."""

    def __str__(self) -> str:
        return f"pending {self.event}"


class SetAside(models.Model):
    """An event that could not be folded, with the error, so that it does not hold up the others."""

    event = models.BigIntegerField(primary_key=True)
    received_at = models.DateTimeField()
    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="+")
    error = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        """The newest first."""

        ordering = ["-at", "-event"]

    def __str__(self) -> str:
        return f"event {self.event} set aside"


class Rejection(models.Model):
    """Input that was refused: what, when and why, with the first part of the body, without its secrets.

    A sample: the door keeps a few a minute of each sender and counts the others in ``like_it``.
    """

    integration = models.ForeignKey(Integration, null=True, on_delete=models.CASCADE, related_name="rejections")
    at = models.DateTimeField()
    format = models.CharField(max_length=16)
    status = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=32)
    errors = models.TextField(blank=True)
    sender = models.CharField(max_length=64, blank=True)
    head = models.TextField(blank=True)
    like_it = models.PositiveIntegerField(default=0)

    class Meta:
        """The newest first."""

        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["integration", "-at", "-id"], name="rejection_of_integration"),
            models.Index(fields=["-at", "-id"], name="rejection_unknown", condition=Q(integration__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.reason}"
