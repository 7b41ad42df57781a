"""Where events come from: integrations, the keys they show, the heartbeats they keep."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.services.models import Service
from watchkeep.insight.detection.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


class Kind(models.TextChoices):
    """The language that a sender speaks."""

    ALERTMANAGER = "alertmanager", _("Prometheus Alertmanager or Grafana")
    EVENTS_V2 = "events_v2", _("PagerDuty Events API v2")
    CLOUDEVENTS = "cloudevents", _("CloudEvents 1.0")
    JSON = "json", _("Plain JSON")
    HEARTBEAT = "heartbeat", _("Heartbeat")


class IntegrationQuerySet(models.QuerySet["Integration"]):
    """Sets of integrations."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sets up monitors, or works with what they say, sees where it comes from."""
        return self if actor.may(P.SEE_INTEGRATIONS) else self.none()


class Integration(models.Model):
    """One sender of events: a monitor, a script, a pipeline."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    service = models.ForeignKey(
        Service,
        verbose_name=_("service, when no route says another"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    group_by = ArrayField(
        models.CharField(max_length=255),
        verbose_name=_("one incident for each"),
        default=list,
        blank=True,
        help_text=_("Labels, separated by commas. Empty: one incident for each service."),
    )
    reopen_within_minutes = models.PositiveIntegerField(
        _("minutes in which a recurrence reopens the incident"),
        default=60,
        validators=[MaxValueValidator(60 * 24 * 30)],
    )
    is_active = models.BooleanField(_("accepted"), default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_event_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(IntegrationQuerySet)()

    class Meta:
        """By name."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class IntegrationKeyQuerySet(models.QuerySet["IntegrationKey"]):
    """Sets of keys."""

    def working(self, at: datetime) -> Self:
        """Those that the ingest door takes at that moment."""
        alive = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
        return self.filter(alive, revoked_at__isnull=True, integration__is_active=True)


class IntegrationKey(models.Model):
    """A key of an integration. Shown once; only its digest is kept. ``tail`` tells people which one it is."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="keys")
    digest = models.BinaryField(unique=True, max_length=32, editable=False)
    tail = models.CharField(max_length=4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(IntegrationKeyQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"…{self.tail}"

    @property
    def state(self) -> str:
        """`works`, `ends` (a newer one has replaced it), `expired` or `revoked`."""
        if self.revoked_at:
            return "revoked"
        if self.expires_at is None:
            return "works"
        return "ends" if self.expires_at > clock.now() else "expired"


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Sets of heartbeats."""

    def missed_at(self, at: datetime) -> Self:
        """Those that should have been heard of by then and are not yet known to be missing."""
        return self.filter(due_at__lte=at, is_missed=False).order_by("due_at")


class Heartbeat(models.Model):
    """What an integration of that kind promises: a sign of life every so often."""

    integration = models.OneToOneField(
        Integration, primary_key=True, on_delete=models.CASCADE, related_name="heartbeat"
    )
    every_seconds = models.PositiveIntegerField(
        _("a beat every so many seconds"), default=300, validators=[MinValueValidator(5)]
    )
    grace_seconds = models.PositiveIntegerField(_("and so many seconds of grace"), default=60)
    last_beat_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    is_missed = models.BooleanField(default=False, editable=False)

    objects = models.Manager.from_queryset(HeartbeatQuerySet)()

    class Meta:
        """The sweep asks for what is due alone."""

        indexes = [
            models.Index(fields=["due_at"], name="heartbeat_due", condition=Q(is_missed=False, due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return str(self.integration)

    def due_after(self, beat: datetime) -> datetime:
        """When the next beat must have been heard."""
        return beat + timedelta(seconds=self.every_seconds + self.grace_seconds)
