"""What was promised, and the ledger of how much of it is used."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.sla import rules
from watchkeep.duty.sla.rules import Kind, Measure
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.services.models import Service
from watchkeep.work.requests.models import CatalogueItem
from watchkeep.work.tickets.models import Ticket

__all__ = ["Clock", "ClockQuerySet", "Kind", "Measure", "Segment", "Target", "Terms"]

LONGEST_MINUTES = 60 * 24 * 60


class Target(models.Model):
    """So many minutes to answer or to restore: for a priority, a service, both or all, or for an item to order."""

    measure = models.CharField(_("measure"), max_length=16, choices=Measure.choices)
    priority = models.PositiveSmallIntegerField(
        _("priority"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    item = models.ForeignKey(
        CatalogueItem, verbose_name=_("item"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    minutes = models.PositiveIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)]
    )
    in_business_hours = models.BooleanField(_("counted in business hours only"), default=False)
    warn_percent = models.PositiveSmallIntegerField(
        _("at risk after (per cent)"), default=75, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )

    class Meta:
        """One target per aim; the database holds that, too."""

        ordering = ["measure", "priority", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "priority", "service", "item"], nulls_distinct=False, name="sla_target_once"
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(priority__isnull=True, service__isnull=True),
                name="sla_target_aims_once",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="sla_target_takes_time"),
            models.CheckConstraint(
                condition=Q(warn_percent__gte=1, warn_percent__lte=99), name="sla_target_warns_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} in {self.minutes} min ({self.aim})"

    @property
    def within(self) -> str:
        """The promised time, in words."""
        return rules.spoken(self.minutes * 60)

    @property
    def aim(self) -> str:
        """For what the target holds, in words."""
        if self.item:
            return str(self.item)
        parts = [str(self.service) if self.service else "", f"P{self.priority}" if self.priority else ""]
        return ", ".join(part for part in parts if part) or str(_("everything"))


class Terms(models.Model):
    """A promise as it was made: target and hours, copied, shared by all clocks under it, never changed.

    The digest makes equal promises one row. Append-only, held by the database.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    aim = models.CharField(max_length=160, blank=True)
    target_seconds = models.PositiveIntegerField(null=True)
    warn_percent = models.PositiveSmallIntegerField()
    hours_name = models.CharField(max_length=120, blank=True)
    hours_spec = models.JSONField(null=True)

    class Meta:
        """Found by its digest."""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.target, self.counted_in, self.aim) if part)

    @property
    def target(self) -> str:
        """The promised time, in words."""
        return str(_("no target")) if self.target_seconds is None else rules.spoken(self.target_seconds)

    @property
    def counted_in(self) -> str:
        """The hours that count, in words."""
        return self.hours_name or str(_("around the clock"))

    @cached_property
    def hours(self) -> calendars.Hours | None:
        """The hours in which this promise is counted; None is around the clock."""
        return rules.restored(self.hours_spec)


class ClockQuerySet(models.QuerySet["Clock"]):
    """Sets of clocks."""

    def alive(self) -> Self:
        """Those that count, or rest and may count again."""
        return self.filter(kind__in=(Kind.RUNNING, Kind.PAUSED))

    def due_to_warn(self, now: datetime) -> Self:
        """Running clocks whose moment of warning has come, oldest first."""
        return self.filter(_WARNS, warn_at__lte=now).order_by("warn_at")

    def due_to_breach(self, now: datetime) -> Self:
        """Running clocks whose time is used up, oldest first."""
        return self.filter(_BREACHES, due_at__lte=now).order_by("due_at")


_WARNS = Q(kind=Kind.RUNNING, warned_at__isnull=True, breached_at__isnull=True)
_BREACHES = Q(kind=Kind.RUNNING, breached_at__isnull=True)


class Clock(models.Model):
    """One promise on one ticket. Its columns repeat the end of its ledger, so that lists and sweeps are cheap.

    ``length`` is how many lines the ledger has, ``counted_seconds`` what it had counted at ``since``, where
    the last of them begins.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    measure = models.CharField(max_length=16, choices=Measure.choices)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+", db_index=False)
    calendar = models.ForeignKey(BusinessHours, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    length = models.PositiveSmallIntegerField(default=1)
    counted_seconds = models.FloatField(default=0)
    since = models.DateTimeField()
    started_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(ClockQuerySet)()

    class Meta:
        """Each sweep reads a partial index that holds running clocks only."""

        constraints = [
            models.UniqueConstraint(fields=["ticket", "measure"], name="sla_clock_once"),
            models.CheckConstraint(
                condition=Q(kind=Kind.RUNNING) | Q(warn_at__isnull=True, due_at__isnull=True),
                name="sla_only_running_is_due",
            ),
        ]
        indexes = [
            models.Index(fields=["warn_at"], condition=_WARNS, name="sla_clock_warns"),
            models.Index(fields=["due_at"], condition=_BREACHES, name="sla_clock_breaches"),
            models.Index(
                fields=["calendar"], condition=Q(kind__in=(Kind.RUNNING, Kind.PAUSED)), name="sla_clock_alive_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} of {self.ticket_id}"

    @property
    def is_running(self) -> bool:
        """Whether time counts now."""
        return self.kind == Kind.RUNNING


class Segment(models.Model):
    """One line of a clock's ledger: what it did from when on, why, and under which promise. Append-only."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="segments", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    from_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+", db_index=False)
    fact = models.BigIntegerField(null=True)
    by = models.CharField(max_length=64)

    class Meta:
        """Two writers cannot both append the same line."""

        ordering = ["clock_id", "position"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["clock", "position"], name="sla_segment_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.from_at:%Y-%m-%d %H:%M:%S}"
