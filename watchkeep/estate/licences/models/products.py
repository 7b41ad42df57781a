"""Products: what many titles mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person

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
    """A piece of software as its publisher sells it, whatever the sources call it.

    ``is_counted``: who uses it is kept, since somebody has to be paid for it. ``uses_due``: that is to be noted anew.
    ``reckon_on``: when time alone may change its position, so that it is to be reckoned anew.
    """

    name = models.CharField(_("name"), max_length=120)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    licence = models.CharField(_("licence"), max_length=8, choices=Licence.choices, default=Licence.UNSURE)
    notes = models.TextField(_("notes"), max_length=5000, blank=True)
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    idle_days = models.PositiveSmallIntegerField(
        _("unused after days"), default=60, db_default=60,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
    )  # fmt: skip
    is_counted = models.BooleanField(default=False, db_default=False, editable=False)
    uses_due = models.BooleanField(default=False, db_default=False, editable=False)
    reckon_on = models.DateField(null=True, editable=False)

    objects = models.Manager.from_queryset(ProductQuerySet)()

    class Meta:
        """From A to Z; a publisher has each name once."""

        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), Lower("publisher"), name="product_once"),
            models.CheckConstraint(condition=Q(licence__in=Licence.values), name="product_licence_is_known"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="product_by_name"),
            models.Index(fields=["id"], name="product_uses_due", condition=Q(uses_due=True)),
            models.Index(fields=["reckon_on", "id"], name="product_reckon", condition=Q(reckon_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class Unreckoned(models.Model):
    """Something was told of a product: its position may be another now. Written by verbs, taken away by the sweep.

    A row for each telling, so that nobody waits for a reckoning and none of what is told during one is lost.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        """The oldest first."""

        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.product_id)
