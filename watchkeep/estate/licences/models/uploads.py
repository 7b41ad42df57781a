"""Files that were handed in: what was bought, and whom a vendor saw when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.licences.models.products import Product
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class UploadKind(models.TextChoices):
    """What the lines of a file are."""

    ENTITLEMENTS = "entitlements", _("What was bought")
    USAGE = "usage", _("Who used it last when")


class UploadQuerySet(models.QuerySet["Upload"]):
    """Sets of uploads."""

    def visible_to(self, actor: Actor) -> Self:
        """Each sees their own."""
        return self.filter(by=str(actor))


class Upload(models.Model):
    """A file as it was handed in; ``mapping`` names the column for each field. ``refused``: line, reason."""

    kind = models.CharField(_("what it holds"), max_length=12, choices=UploadKind.choices)
    product = models.ForeignKey(Product, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    text = models.TextField()
    mapping: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(default=0)
    refused: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)

    objects = models.Manager.from_queryset(UploadQuerySet)()

    class Meta:
        """The newest first; whom a vendor saw is of one product."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="entitlements", product=None) | Q(kind="usage", product__isnull=False),
                name="upload_of_use_names_product",
            )
        ]
        indexes = [models.Index(fields=["at"], name="licence_upload_by_age")]

    def __str__(self) -> str:
        return self.name
