"""Alerts: what the events of one key amount to. And changes, which alert nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.services.models import MaintenanceWindow, Service
from watchkeep.insight.detection.models.groups import Group
from watchkeep.insight.detection.models.inbox import thread
from watchkeep.insight.detection.models.integrations import Integration
from watchkeep.insight.detection.models.signal import Severity as Levels
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents.models import Incident


class Status(models.TextChoices):
    """Where an alert stands."""

    FIRING = "firing", _("Firing")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    RESOLVED = "resolved", _("Resolved")


class AlertQuerySet(models.QuerySet["Alert"]):
    """Sets of alerts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who watch see every alert; nobody else sees any."""
        return self if actor.may(P.SEE) else self.none()

    def burning(self) -> Self:
        """Those whose fault is still there, acknowledged or not."""
        return self.exclude(status=Status.RESOLVED)

    def held_back(self) -> Self:
        """Those that fire, but silently, for maintenance."""
        return self.filter(is_silenced=True).exclude(status=Status.RESOLVED)

    def to_speak_up(self, at: datetime) -> Self:
        """Those of them for which maintenance had ended by then."""
        return self.held_back().filter(Q(silenced_until__lte=at) | Q(silenced_until__isnull=True))


class Alert(models.Model):
    """All events of one key of one integration, folded: how often, since when, how it stands."""

    class Severity(models.TextChoices):
        """How bad the sender thinks it is."""

        CRITICAL = Levels.CRITICAL.value, _("Critical")
        ERROR = Levels.ERROR.value, _("Error")
        WARNING = Levels.WARNING.value, _("Warning")
        INFO = Levels.INFO.value, _("Info")

    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(_("key"), max_length=255)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    summary = models.TextField(_("summary"))
    source = models.CharField(_("source"), max_length=1024, blank=True)
    labels = models.JSONField(_("labels"), default=dict)
    count = models.PositiveBigIntegerField(_("times heard"), default=0)
    episodes = models.PositiveIntegerField(_("times it began"), default=0)
    first_at = models.DateTimeField(_("first heard"))
    last_at = models.DateTimeField(_("last heard"))
    started_at = models.DateTimeField(_("fires since"), null=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    stamp = models.DateTimeField(null=True)
    is_silenced = models.BooleanField(_("silenced by maintenance"), default=False)
    silenced_until = models.DateTimeField(null=True)
    silenced_by = models.ForeignKey(
        MaintenanceWindow, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="alerts")
    incident = models.ForeignKey(Incident, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    objects = models.Manager.from_queryset(AlertQuerySet)()

    class Meta:
        """One row for each key; lists are walked newest first."""

        ordering = ["-last_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["integration", "key"], name="alert_once")]
        indexes = [
            models.Index(fields=["-last_at", "-id"], name="alert_newest"),
            models.Index(fields=["status", "-last_at", "-id"], name="alert_by_status"),
            models.Index(fields=["integration", "-last_at", "-id"], name="alert_by_integration"),
            models.Index(fields=["service", "-last_at", "-id"], name="alert_by_service"),
            models.Index(fields=["incident", "status"], name="alert_of_incident"),
            models.Index(fields=["silenced_until"], name="alert_held_back", condition=Q(is_silenced=True)),
            models.Index(fields=["silenced_by"], name="alert_silenced_by", condition=Q(silenced_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def is_burning(self) -> bool:
        """Whether the fault is still there."""
        return self.status != Status.RESOLVED

    @property
    def thread(self) -> int:
        """Under which its events stand in the inbox."""
        return thread(self.integration_id, self.key)


class Change(models.Model):
    """Something that was changed on purpose, as a pipeline or a person reported it."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    event = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    summary = models.TextField()
    source = models.CharField(max_length=1024, blank=True)
    links = models.JSONField(default=list)

    class Meta:
        """The newest first."""

        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["service", "-at"], name="change_by_service")]

    def __str__(self) -> str:
        return self.summary
