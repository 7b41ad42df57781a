"""How many alerts began on a service, five minutes at a time: what comparisons over weeks are made of."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from watchkeep.estate.services.models import Service


class Onset(models.Model):
    """So many alerts began on a service in five minutes. An alert's own row says only when it last did."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    ADD: ClassVar[str] = """
        INSERT INTO detection_onset (service_id, at, count)
        SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::int[])
        ON CONFLICT (service_id, at) DO UPDATE SET count = detection_onset.count + excluded.count
    """
    """Counts more for services and moments, sorted by both so that nobody waits for one another."""

    class Meta:
        """One row for each service and five minutes in which any began."""

        constraints = [models.UniqueConstraint(fields=["service", "at"], name="onset_once")]
        indexes = [models.Index(fields=["at"], name="onset_by_time")]

    def __str__(self) -> str:
        return f"{self.count} on {self.service_id} at {self.at}"


def five_minutes(at: datetime) -> datetime:
    """The beginning of the five minutes in which an instant lies."""
    return at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)
