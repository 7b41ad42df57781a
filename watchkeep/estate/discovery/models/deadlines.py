"""Ends that somebody must see coming: the last day of a certificate, and of a warranty."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item


class Ending(models.TextChoices):
    """What ends."""

    CERTIFICATE = "certificate", _("Certificate")
    WARRANTY = "warranty", _("Warranty")


class Notice(models.Model):
    """So many days before an end it is told, each day once. Nothing: it is never told."""

    kind = models.CharField(max_length=12, choices=Ending.choices, unique=True)
    days = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(0), MaxValueValidator(730)]),
        verbose_name=_("days ahead"), default=list, blank=True, size=12,
    )  # fmt: skip

    class Meta:
        """From A to Z."""

        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind


class Deadline(models.Model):
    """The last day of something about an item, when it was told last, and when it is told next; then never again."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Ending.choices)
    ends_on = models.DateField()
    told_on = models.DateField(null=True)
    next_on = models.DateField(null=True)

    class Meta:
        """What is due has a partial index."""

        ordering = ["ends_on", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "kind"], name="deadline_once")]
        indexes = [models.Index(fields=["next_on"], condition=Q(next_on__isnull=False), name="deadline_due")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.item_id}: {self.ends_on}"
