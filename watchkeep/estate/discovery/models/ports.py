"""Ports: where things are plugged in, as each end says."""

from __future__ import annotations

from django.db import models

from watchkeep.estate.assets.models import Item, Source
from watchkeep.kernel import clock


class Plug(models.Model):
    """A source heard from ``item`` that ``other`` is at one of its ports, and at which port of the other.

    The same cable is told by both ends; what the item connects to is what either says. A port may be unknown.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    port = models.CharField(max_length=120, blank=True)
    other = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    other_port = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        """By their ports; each once."""

        ordering = ["port", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "source", "port", "other", "other_port"], name="plug_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.port} - {self.other_id} {self.other_port}"
