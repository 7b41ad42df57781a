"""Products: what many titles mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.licences.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Licence(models.TextChoices):
    """Whether somebody has to be paid for it."""

    UNSURE = "unsure", _("Not known")
    PAID = "paid", _("Needs a licence")
    FREE = "free", _("Free to use")


class ProductQuerySet(models.QuerySet["Product"]):
    """Sets of products."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()


class Product(models.Model):
    """A piece of software as its publisher sells it, whatever the sources call it."""

    name = models.CharField(_("name"), max_length=120)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    licence = models.CharField(_("licence"), max_length=8, choices=Licence.choices, default=Licence.UNSURE)
    notes = models.TextField(_("notes"), max_length=5000, blank=True)

    objects = models.Manager.from_queryset(ProductQuerySet)()

    class Meta:
        """From A to Z; a publisher has each name once."""

        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), Lower("publisher"), name="product_once"),
            models.CheckConstraint(condition=Q(licence__in=Licence.values), name="product_licence_is_known"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="product_by_name")]

    def __str__(self) -> str:
        return self.name
