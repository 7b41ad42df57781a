"""How often things break and come back: counted by a sweep, so that nobody counts years of incidents for a page."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from watchkeep.work.incidents.models import Incident


class Comeback(models.Model):
    """An incident whose fault (fingerprint) had been there within the ninety days before it; drills never count."""

    incident = models.OneToOneField(Incident, primary_key=True, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        """The latest first; found by when they were opened."""

        ordering = ["-incident_id"]
        indexes = [models.Index(fields=["opened_at"], name="comeback_when")]

    def __str__(self) -> str:
        return f"{self.incident_id} came back"


class Day(models.Model):
    """One day (UTC): how many incidents were opened, how many of them came back, and up to when it is counted.

    When and as what an incident was opened never changes, so a day that is over is counted once. Whoever brings
    older incidents into the database removes the days, and all are counted anew.
    """

    on = models.DateField(primary_key=True)
    opened = models.PositiveIntegerField()
    recurred = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        """In order of time."""

        ordering = ["on"]
        constraints = [models.CheckConstraint(condition=Q(recurred__lte=F("opened")), name="day_counts_each_once")]

    def __str__(self) -> str:
        return f"{self.on}: {self.opened} opened, {self.recurred} of them came back"
