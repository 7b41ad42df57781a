"""What answers at the ports of things: each service since when, as which source heard it, and until when."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item, Source
from watchkeep.estate.assets.permissions import P
from watchkeep.kernel.actors import Actor


class OpenPortQuerySet(models.QuerySet["OpenPort"]):
    """Sets of ports at which something answers."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see items sees what answers there."""
        return self if actor.may(P.SEE) else self.none()

    def open(self) -> Self:
        """Those at which it answers still."""
        return self.filter(until=None)

    def on(self, item: int) -> Self:
        """Those of an item, and of those that it stands for."""
        return self.filter(item__in=Item.objects.family(item))


class OpenPort(models.Model):
    """Something answered at a port of an item. What answers otherwise, such as by another version, is a new row."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    protocol = models.CharField(_("protocol"), max_length=5)
    port = models.PositiveIntegerField(_("port"))
    name = models.CharField(_("service"), max_length=60, blank=True)
    product = models.CharField(_("product"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=120, blank=True)
    is_tls = models.BooleanField(_("by TLS"), default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(OpenPortQuerySet)()

    class Meta:
        """By port; of each one is open. Whatever has a port open is found by it."""

        ordering = ["port", "protocol", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "source", "port", "protocol"], condition=Q(until=None), name="open_port_once"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="open_port_ends_after"),
            models.CheckConstraint(condition=Q(port__range=(1, 65535)), name="open_port_is_one"),
        ]
        indexes = [
            models.Index(fields=["port", "protocol", "item"], condition=Q(until=None), name="open_port_by_number"),
            models.Index(fields=["item", "-since"], name="open_port_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.port}/{self.protocol}"
