"""Indicators: the figures by which a service is measured, and what they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.connections.models import Connection
from watchkeep.estate.services.models import Service
from watchkeep.insight.verdicts.permissions import P
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

STEP = timedelta(minutes=5)
"""One figure is kept for each five minutes."""
A_DAY = 288
KEPT = timedelta(days=60)


class Source(models.TextChoices):
    """How its figures reach us."""

    PROMETHEUS = "prometheus", _("Asked from a Prometheus")
    PUSHED = "pushed", _("Sent to us")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Sets of indicators."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE_INDICATORS) else self.none()

    def active(self) -> Self:
        """Those that verdicts look at."""
        return self.filter(is_active=True)


class Indicator(models.Model):
    """One figure of a service: an error rate, a latency. ``tolerance``: the smallest difference that anybody minds.

    ``known_until`` is the end of what is known of a Prometheus' answer; ``failing_since`` and ``said`` tell what is
    wrong with it, ``ask_after`` when it is asked again.
    """

    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    is_worse_up = models.BooleanField(_("higher is worse"), default=True)
    tolerance = models.PositiveSmallIntegerField(
        _("smallest difference that matters, in percent"), default=10,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )  # fmt: skip
    source = models.CharField(_("where it comes from"), max_length=12, choices=Source.choices, default=Source.PUSHED)
    connection = models.ForeignKey(
        Connection, verbose_name=_("Prometheus"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    query = models.TextField(_("PromQL"), max_length=2000, blank=True)
    is_active = models.BooleanField(_("looked at"), default=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    known_until = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    ask_after = models.DateTimeField(null=True, editable=False)
    said = models.CharField(max_length=300, blank=True, editable=False)

    objects = models.Manager.from_queryset(IndicatorQuerySet)()

    class Meta:
        """By service and name."""

        ordering = ["service__name", "name"]
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="indicator_once"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="indicator_source_is_known"),
            models.CheckConstraint(
                condition=~Q(source="prometheus") | Q(connection__isnull=False) & ~Q(query=""),
                name="indicator_is_asked_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse what could not be asked."""
        if self.source == Source.PROMETHEUS and not self.connection_id:
            raise ValidationError({"connection": _("Say which Prometheus is asked.")})
        if self.source == Source.PROMETHEUS and not self.query.strip():
            raise ValidationError({"query": _("Give the PromQL that answers with one series.")})

    @property
    def is_asked(self) -> bool:
        """Whether we fetch it ourselves."""
        return self.source == Source.PROMETHEUS


class IndicatorDay(models.Model):
    """A day (UTC) of an indicator: 288 figures of five minutes as little-endian single floats, NaN where there is none.

    One row instead of 288: a verdict reads weeks of several indicators in one short statement.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    figures = models.BinaryField()

    class Meta:
        """One row a day."""

        constraints = [models.UniqueConstraint(fields=["indicator", "on"], name="indicator_day_once")]
        indexes = [models.Index(fields=["on"], name="indicator_day_by_date")]

    def __str__(self) -> str:
        return f"{self.indicator_id} on {self.on}"


def bucket(at: datetime) -> int:
    """Which five minutes of its day (UTC) an instant lies in."""
    return (at.hour * 60 + at.minute) // 5
