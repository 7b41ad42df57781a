"""Files of orders or invoices that were handed in, from the first look to what became of their lines."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel.intake import HandedIn, HandedInQuerySet


class UploadKind(models.TextChoices):
    """What the lines of a file are."""

    ORDERS = "orders", _("Order lines")
    INVOICES = "invoices", _("Invoices")


class Upload(HandedIn):
    """A file as it was handed in; ``mapping`` names the column for each field. ``refused``: line, reason."""

    kind = models.CharField(_("what it holds"), max_length=10, choices=UploadKind.choices)
    made = models.PositiveIntegerField(default=0)

    objects = models.Manager.from_queryset(HandedInQuerySet)()
