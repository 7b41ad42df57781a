"""Files of orders or invoices that were handed in, from the first look to what became of their lines."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


class UploadKind(models.TextChoices):
    """What the lines of a file are."""

    ORDERS = "orders", _("Order lines")
    INVOICES = "invoices", _("Invoices")


class UploadQuerySet(models.QuerySet["Upload"]):
    """Sets of uploads."""

    def visible_to(self, actor: Actor) -> Self:
        """Each sees their own."""
        return self.filter(by=str(actor))


class Upload(models.Model):
    """A file as it was handed in; ``mapping`` names the column for each field. ``refused``: line, reason."""

    kind = models.CharField(_("what it holds"), max_length=10, choices=UploadKind.choices)
    name = models.CharField(max_length=200)
    text = models.TextField()
    mapping: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now, db_index=True)
    done_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(default=0)
    refused: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)

    objects = models.Manager.from_queryset(UploadQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
