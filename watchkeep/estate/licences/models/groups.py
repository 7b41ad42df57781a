"""Groups of a directory whose members hold seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.licences.models.products import Product
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Group
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class SeatGroupQuerySet(models.QuerySet["SeatGroup"]):
    """Sets of such groups."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE_ENTITLEMENTS) else self.none()


class SeatGroup(models.Model):
    """Whoever is in a group of a directory holds a seat of a product, for as long as they are in it."""

    group = models.ForeignKey(Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="seat_groups"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(SeatGroupQuerySet)()

    class Meta:
        """In the order in which they came."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["group", "product"], name="seat_group_once")]

    def __str__(self) -> str:
        return f"{self.group}: {self.product}"
