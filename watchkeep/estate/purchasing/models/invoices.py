"""Invoices: what we were billed, and for which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.purchasing.models.orders import Order
from watchkeep.estate.purchasing.permissions import P
from watchkeep.estate.suppliers.models import Supplier
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Sets of invoices."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees orders sees what they cost."""
        return self if actor.may(P.SEE) else self.none()


class Invoice(models.Model):
    """A bill of a supplier, under the supplier's own number."""

    supplier = models.ForeignKey(Supplier, verbose_name=_("supplier"), on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("number"), max_length=60)
    order = models.ForeignKey(
        Order, verbose_name=_("order"), null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    dated_on = models.DateField(_("date"))
    amount = models.DecimalField(
        _("amount in euro"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(InvoiceQuerySet)()

    class Meta:
        """The newest first; a supplier's number is that of one invoice."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "reference"], name="invoice_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="invoice_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return self.reference
