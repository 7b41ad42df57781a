"""Rows of stock-takes: where what is counted, and each thing that should be there or was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.people.models import Person
from watchkeep.estate.stocktaking.permissions import P
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class State(models.TextChoices):
    """Where a stock-take stands."""

    OPEN = "open", _("Being counted")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")


class Outcome(models.TextChoices):
    """What counting says of a thing."""

    EXPECTED = "expected", _("Not found yet")
    HERE = "here", _("Found here")
    ELSEWHERE = "elsewhere", _("Found elsewhere")
    EXTRA = "extra", _("Found, not expected")
    UNKNOWN = "unknown", _("Unknown")


class StocktakeQuerySet(models.QuerySet["Stocktake"]):
    """Sets of stock-takes."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()


class Stocktake(models.Model):
    """A count of what is in a place, or of a class, or both. What should be there is noted when it begins."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    place = models.ForeignKey(
        Item, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cls = models.ForeignKey(
        ItemClass, verbose_name=_("class"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    starter = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    moved = models.PositiveIntegerField(default=0, editable=False)
    lost = models.PositiveIntegerField(default=0, editable=False)

    objects = models.Manager.from_queryset(StocktakeQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=State.values), name="stocktake_state_is_known")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Check(models.Model):
    """One thing of a stock-take: an item, or a code that no item bears; where it was found, by whom and when."""

    stocktake = models.ForeignKey(Stocktake, on_delete=models.CASCADE, related_name="checks", db_index=False)
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("code"), max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.EXPECTED)
    place = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were expected or met; each item and each unknown code once."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["stocktake", "item"], condition=Q(item__isnull=False), name="check_once"),
            models.UniqueConstraint(fields=["stocktake", "code"], condition=Q(item=None), name="check_of_code_once"),
        ]
        indexes = [models.Index(fields=["stocktake", "outcome", "id"], name="check_by_outcome")]

    def __str__(self) -> str:
        return self.code or str(self.item_id)
