"""The ledger of who really was on call, and what an hour or a page is paid with."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.oncall.models.rotas import Schedule
from watchkeep.estate.people.models import Person


class Stint(models.Model):
    """A person was on call from one instant to another, by the rota as it stood then. Only ever lengthened."""

    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.SET_NULL, related_name="+")
    schedule_name = models.CharField(max_length=80)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        """In order of time."""

        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="oncall_stint_takes_time")]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="oncall_stint_when"),
            models.Index(fields=["person", "ends_at"], name="oncall_stint_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.starts_at:%Y-%m-%d %H:%M}"


class Ledger(models.Model):
    """Up to when the stints of a schedule are written down."""

    schedule = models.OneToOneField(Schedule, on_delete=models.CASCADE, related_name="+", primary_key=True)
    until = models.DateTimeField()

    class Meta:
        """In the order of the schedules."""

        ordering = ["schedule_id"]

    def __str__(self) -> str:
        return f"{self.schedule_id} until {self.until:%Y-%m-%d %H:%M}"


class Rate(models.Model):
    """What an hour of a kind, or a page by day or at night, is paid with, in euro."""

    class Kind(models.TextChoices):
        """What is paid for."""

        WEEKDAY = "weekday", _("Hour on a weekday")
        NIGHT = "night", _("Hour at night")
        WEEKEND = "weekend", _("Hour at a weekend")
        HOLIDAY = "holiday", _("Hour on a public holiday")
        PAGE_DAY = "page_day", _("Page by day")
        PAGE_NIGHT = "page_night", _("Page at night")

    kind = models.CharField(max_length=12, choices=Kind.choices, primary_key=True)
    euro = models.DecimalField(
        max_digits=8, decimal_places=2, default=0, validators=[MinValueValidator(0), MaxValueValidator(100_000)]
    )

    class Meta:
        """In alphabetical order."""

        ordering = ["kind"]
        constraints = [models.CheckConstraint(condition=Q(euro__gte=0), name="oncall_rate_not_negative")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.euro}"
