"""The scales: how priority follows from impact and urgency, and what the severities mean. Both are data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.work.incidents.permissions import P


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
