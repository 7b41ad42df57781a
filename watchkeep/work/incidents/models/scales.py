"""The scales: how priority follows from impact and urgency, and what the severities mean. Both are data."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel import clock
from watchkeep.work.incidents.permissions import P
from watchkeep.work.incidents.rules.reach import Thresholds

_OUT_OF_THE_BOX = Thresholds()


class MatrixCell(models.Model):
    """The priority of one impact and one urgency."""

    impact = models.PositiveSmallIntegerField(_("impact"))
    urgency = models.PositiveSmallIntegerField(_("urgency"))
    priority = models.PositiveSmallIntegerField(_("priority"))

    class Meta:
        """Nine cells, read row by row."""

        ordering = ["impact", "urgency"]
        constraints = [
            models.UniqueConstraint(fields=["impact", "urgency"], name="matrix_cell_once"),
            models.CheckConstraint(
                condition=Q(impact__range=(1, 3)) & Q(urgency__range=(1, 3)) & Q(priority__range=(1, 5)),
                name="matrix_cell_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.impact} x {self.urgency} = P{self.priority}"

    @classmethod
    def in_force(cls) -> dict[tuple[int, int], int]:
        """The matrix that counts now: priority by impact and urgency."""
        return {(cell.impact, cell.urgency): cell.priority for cell in cls.objects.all()}


def _threshold(words: Any, name: str, most: int = 2_000_000_000) -> Any:
    """One threshold, beginning with what Watchkeep brings along."""
    bounds = [MinValueValidator(1), MaxValueValidator(most)]
    return models.PositiveIntegerField(words, default=getattr(_OUT_OF_THE_BOX, name), validators=bounds)


class ThresholdFields(models.Model):
    """What makes an impact wide or a group's, and work more urgent."""

    wide_tier = _threshold(_("widespread: tier"), "wide_tier", 4)
    wide_customers = _threshold(_("widespread: customers"), "wide_customers")
    wide_people = _threshold(_("widespread: people"), "wide_people")
    wide_value = _threshold(_("widespread: euro an hour"), "wide_value")
    group_tier = _threshold(_("a group: tier"), "group_tier", 4)
    group_customers = _threshold(_("a group: customers"), "group_customers")
    group_people = _threshold(_("a group: people"), "group_people")
    group_value = _threshold(_("a group: euro an hour"), "group_value")
    alerts = _threshold(_("new alerts in a quarter of an hour"), "alerts")
    reports = _threshold(_("reports in a quarter of an hour"), "reports")
    deadline_minutes = _threshold(_("minutes before a deadline"), "deadline_minutes", 100_000)
    stalled_minutes = _threshold(_("minutes without progress"), "stalled_minutes", 100_000)

    class Meta:
        """Not a table of its own."""

        abstract = True

    @property
    def thresholds(self) -> Thresholds:
        """As a pure value."""
        return Thresholds(**{one.name: getattr(self, one.name) for one in fields(Thresholds)})


class ThresholdSet(ThresholdFields):
    """The thresholds in force: one row."""

    def __str__(self) -> str:
        return "thresholds"

    @classmethod
    def in_force(cls) -> Thresholds:
        """The thresholds that count now."""
        row = cls.objects.order_by("pk").first()
        return row.thresholds if row else _OUT_OF_THE_BOX


class ScalesDraft(ThresholdFields):
    """A matrix (read row by row) and thresholds that somebody tries before they are switched on: one row."""

    matrix = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)]), size=9
    )
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return "draft of the scales"

    @classmethod
    def current(cls) -> Self | None:
        """The draft, if there is one."""
        return cls.objects.order_by("pk").first()

    @property
    def cells(self) -> dict[tuple[int, int], int]:
        """The matrix as priority by impact and urgency."""
        return {(place // 3 + 1, place % 3 + 1): level for place, level in enumerate(self.matrix)}


class SeverityDefinition(models.Model):
    """What a severity means, in the words of this organisation, and who may declare it."""

    class Declarer(models.TextChoices):
        """The permission that declaring it takes."""

        ANYBODY_WORKING = P.DECLARE.value, _("Everybody who works on incidents")
        MAJOR = P.DECLARE_MAJOR.value, _("Whoever may declare a major incident")

    level = models.PositiveSmallIntegerField(_("level"), unique=True)
    name = models.CharField(_("name"), max_length=40)
    definition = models.TextField(_("definition"))
    examples = models.TextField(_("examples"), blank=True)
    demands = models.TextField(_("what it demands"), blank=True)
    permission = models.CharField(
        _("who may declare it"), max_length=40, choices=Declarer.choices, default=Declarer.ANYBODY_WORKING
    )

    class Meta:
        """The worst first."""

        ordering = ["level"]
        constraints = [models.CheckConstraint(condition=Q(level__range=(1, 4)), name="severity_level_is_known")]

    def __str__(self) -> str:
        return f"SEV{self.level} {self.name}"
