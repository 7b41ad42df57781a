"""Files of items or relations that were handed in, from the first look to what became of their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class ItemFileQuerySet(models.QuerySet["ItemFile"]):
    """Sets of files."""

    def visible_to(self, actor: Actor) -> Self:
        """Each sees their own."""
        return self.filter(by=str(actor))


class ItemFile(models.Model):
    """A file as it was handed in. ``mapping``: the field that each column holds; ``refused``: line, field, reason."""

    name = models.CharField(max_length=200)
    format = models.CharField(max_length=30)
    text = models.TextField()
    mapping: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now, db_index=True)
    done_at = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)

    objects = models.Manager.from_queryset(ItemFileQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
