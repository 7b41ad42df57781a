"""Groups: which alerts share an incident."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from watchkeep.estate.services.models import Service
from watchkeep.insight.detection.models.integrations import Integration
from watchkeep.work.incidents.models import Incident


class GroupQuerySet(models.QuerySet["Group"]):
    """Sets of groups."""

    def under(self, service: int | None, integration: int | None, key: str) -> Self:
        """All that ever stood for this service (or, without one, this integration) and key, the last one first."""
        owner = {"service": service} if service else {"service__isnull": True, "integration": integration}
        return self.filter(key=key, **owner).order_by("-id")


class Group(models.Model):
    """One run of one incident: the alerts of one service and grouping key, from the first to the recovery.

    ``incident`` is where its alerts are worked now (a merge moves it), ``origin`` the one opened for it.
    """

    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    integration = models.ForeignKey(Integration, null=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=512, blank=True)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    origin = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    is_open = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(GroupQuerySet)()

    class Meta:
        """One open group for each service (or integration, without a service) and key."""

        constraints = [
            models.UniqueConstraint(
                fields=["service", "key"],
                condition=Q(is_open=True, service__isnull=False),
                name="group_open_of_service",
            ),
            models.UniqueConstraint(
                fields=["integration", "key"],
                condition=Q(is_open=True, service__isnull=True),
                name="group_open_of_integration",
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False) | Q(integration__isnull=False), name="group_has_owner"
            ),
        ]
        indexes = [models.Index(fields=["service", "key", "-id"], name="group_history")]

    def __str__(self) -> str:
        return f"{self.key or 'all'} → {self.incident_id}"
