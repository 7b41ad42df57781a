"""What the pageability check found: its runs, and the holes and single points of the newest one."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.oncall.models.policies import Policy
from watchkeep.duty.oncall.permissions import P
from watchkeep.duty.oncall.rules import pageability
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor


class PageCheck(models.Model):
    """One look at the weeks ahead. Runs are kept for the record, their findings only while they are the newest."""

    ran_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    services = models.PositiveIntegerField()
    holes = models.PositiveIntegerField()
    singles = models.PositiveIntegerField()
    kept = models.PositiveIntegerField(help_text="how many findings were kept; the rest is counted only")
    next_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d %H:%M}"

    @property
    def is_cut(self) -> bool:
        """Whether more was found than is kept."""
        return self.kept < self.holes + self.singles


class PageFindingQuerySet(models.QuerySet["PageFinding"]):
    """Sets of findings."""

    def visible_to(self, actor: Actor) -> Self:
        """As with schedules."""
        return self if actor.may(P.SEE) else self.none()


class PageFinding(models.Model):
    """From when to when nobody, or only one, could be paged for a service at these severities, and why."""

    class Kind(models.TextChoices):
        """How bad it is."""

        HOLE = "hole", _("Nobody could be paged")
        SINGLE = "single", _("It hangs by one thread")

    check_run = models.ForeignKey(PageCheck, on_delete=models.CASCADE, related_name="findings")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    policy = models.ForeignKey(Policy, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    severities = ArrayField(models.PositiveSmallIntegerField())
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reasons = models.JSONField()

    objects = models.Manager.from_queryset(PageFindingQuerySet)()

    class Meta:
        """Holes before single points, the next one first."""

        ordering = ["kind", "starts_at", "pk"]
        indexes = [
            models.Index(fields=["check_run", "kind", "starts_at", "id"], name="oncall_finding_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.service_id} at {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_hole(self) -> bool:
        """Whether nobody at all could be paged."""
        return self.kind == self.Kind.HOLE

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return (self.ends_at - self.starts_at).total_seconds()

    def why(self) -> list[pageability.Reason]:
        """The reasons as pure values."""
        return [pageability.Reason(**reason) for reason in self.reasons]
