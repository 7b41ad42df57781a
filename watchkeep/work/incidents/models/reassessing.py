"""What reassessment knows of an incident: what is affected, what was heard, how it was reckoned, what people said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.work.incidents.models.incidents import Incident

if TYPE_CHECKING:
    from datetime import datetime


class AffectedService(models.Model):
    """A service that an incident affects besides its own: since when, how it came to be known, by whom."""

    class How(models.TextChoices):
        """How it came to be known."""

        ALERT = "alert", _("an alert")
        MERGED = "merged", _("a merged incident")
        PART = "part", _("a part of this incident")
        HAND = "hand", _("said by hand")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="affected")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices)
    via = models.ForeignKey(Incident, null=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=64)
    left_at = models.DateTimeField(null=True)
    is_ruled_out = models.BooleanField(default=False)

    class Meta:
        """Each once; whoever rules one out keeps it out."""

        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["incident", "service"], name="affected_service_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} affects {self.service_id}"


class Sign(models.Model):
    """What was heard of an incident in one minute, counted: the stuff that trends are made of."""

    class Kind(models.TextChoices):
        """What it was."""

        ALERT = "alert", _("alert")
        RECOVERY = "recovery", _("recovery")
        REPORT = "report", _("report")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", db_index=False)
    minute_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    count = models.PositiveIntegerField()

    class Meta:
        """One row a minute and kind, however loud it is."""

        constraints = [models.UniqueConstraint(fields=["incident", "minute_at", "kind"], name="sign_once_a_minute")]

    def __str__(self) -> str:
        return f"{self.count} {self.kind} of {self.incident_id}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Sets of assessments."""

    def due(self, at: datetime) -> Self:
        """Those that are to be looked at again."""
        return self.filter(reassess_at__lte=at).order_by("reassess_at")


class Assessment(models.Model):
    """How the priority of an open incident is watched over: when next, from what base, what stands as a suggestion.

    ``said_impact`` is what an integration or rule stated when it opened the incident; ``base_urgency`` what was judged
    before trend and deadlines. ``last`` is the change that can be refused, ``refused`` what people said is no reason.
    """

    incident = models.OneToOneField(Incident, primary_key=True, on_delete=models.CASCADE, related_name="+")
    reassess_at = models.DateTimeField(null=True)
    said_impact = models.PositiveSmallIntegerField(null=True)
    base_urgency = models.PositiveSmallIntegerField(null=True)
    progress_at = models.DateTimeField(null=True)
    promise_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    last = models.JSONField(null=True)
    refused = models.JSONField(default=list)
    suggested_impact = models.PositiveSmallIntegerField(null=True)
    suggested_urgency = models.PositiveSmallIntegerField(null=True)
    suggested_priority = models.PositiveSmallIntegerField(null=True)
    suggestion = models.JSONField(default=dict)
    suggested_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(AssessmentQuerySet)()

    class Meta:
        """The sweep reads what is due."""

        indexes = [
            models.Index(
                fields=["reassess_at"], name="assessment_due", condition=Q(reassess_at__isnull=False)
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"assessment of {self.incident_id}"

    @property
    def has_suggestion(self) -> bool:
        """Whether another priority would follow, if nobody had pinned this one."""
        return self.suggested_priority is not None


class Reckoning(models.Model):
    """How impact, urgency and priority came about at one moment: the figures, kept for the room and for replays.

    ``is_judged``: a person's word, not reckoned; ``said_impact`` what a program stated when it opened the incident.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    impact = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    priority = models.PositiveSmallIntegerField()
    is_judged = models.BooleanField(default=False)
    services = ArrayField(models.BigIntegerField(), default=list)
    people = models.PositiveBigIntegerField(default=0)
    customers = models.PositiveBigIntegerField(default=0)
    value_per_hour = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    tier = models.PositiveSmallIntegerField(null=True)
    base_urgency = models.PositiveSmallIntegerField()
    said_impact = models.PositiveSmallIntegerField(null=True)
    alerts = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    is_recovering = models.BooleanField(default=False)
    deadline_minutes = models.IntegerField(null=True)
    stalled_minutes = models.IntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """The latest of an incident, and those of a quarter."""

        indexes = [
            models.Index(fields=["incident", "-id"], name="reckoning_of_incident"),
        ]

    def __str__(self) -> str:
        return f"P{self.priority} of {self.incident_id}"
