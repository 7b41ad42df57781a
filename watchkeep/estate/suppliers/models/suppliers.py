"""Suppliers: whom we buy from, and whom to call there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.suppliers.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

WEB = URLValidator(schemes=("https", "http"))


class SupplierQuerySet(models.QuerySet["Supplier"]):
    """Sets of suppliers."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff see every supplier; nobody else sees any."""
        return self if actor.may(P.SEE) else self.none()

    def active(self) -> Self:
        """Those from whom we buy."""
        return self.filter(is_active=True)


class Supplier(models.Model):
    """A firm from which we buy, and the ways to its help."""

    name = models.CharField(_("name"), max_length=120)
    website = models.CharField(_("web site"), max_length=300, blank=True, validators=[WEB])
    support_phone = models.CharField(_("telephone of the support"), max_length=60, blank=True)
    support_email = models.EmailField(_("e-mail of the support"), blank=True)
    support_portal = models.CharField(_("portal of the support"), max_length=300, blank=True, validators=[WEB])
    customer_number = models.CharField(
        _("our customer number"), max_length=80, blank=True, help_text=_("As they ask for it on the telephone.")
    )
    notes = models.TextField(_("notes"), max_length=5000, blank=True)
    is_active = models.BooleanField(_("we buy there"), default=True, editable=False)

    objects = models.Manager.from_queryset(SupplierQuerySet)()

    class Meta:
        """Names are read from A to Z, and stand for one firm however they are written."""

        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="supplier_name_once", violation_error_message=_("There is a supplier of this name.")
            )
        ]
        indexes = [models.Index(fields=["is_active", "name", "id"], name="supplier_by_name")]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody at a supplier."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="contacts", editable=False)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("what they do there"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)

    class Meta:
        """In the order in which they were written down."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
