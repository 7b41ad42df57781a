"""Files that were handed in: what was bought, and whom a vendor saw when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.licences.models.products import Product
from watchkeep.kernel import clock
from watchkeep.kernel.intake import HandedIn, HandedInQuerySet


class UploadKind(models.TextChoices):
    """What the lines of a file are."""

    ENTITLEMENTS = "entitlements", _("What was bought")
    USAGE = "usage", _("Who used it last when")


class Upload(HandedIn):
    """A file as it was handed in; ``mapping`` names the column for each field. ``refused``: line, reason."""

    kind = models.CharField(_("what it holds"), max_length=12, choices=UploadKind.choices)
    product = models.ForeignKey(Product, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)
    made = models.PositiveIntegerField(default=0)

    objects = models.Manager.from_queryset(HandedInQuerySet)()

    class Meta(HandedIn.Meta):
        """The newest first; whom a vendor saw is of one product."""

        constraints = [
            models.CheckConstraint(
                condition=Q(kind="entitlements", product=None) | Q(kind="usage", product__isnull=False),
                name="upload_of_use_names_product",
            )
        ]
        indexes = [models.Index(fields=["at"], name="licence_upload_by_age")]
