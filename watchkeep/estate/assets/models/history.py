"""What became of items: each change of a value that won, or of a column."""

from __future__ import annotations

from django.db import models

from watchkeep.estate.assets.models.items import Item
from watchkeep.estate.assets.models.sources import Source


class Change(models.Model):
    """One attribute of one item was one thing and became another.

    What was known at any instant is what is known now, with all later changes undone. Whatever points to another
    record is kept as its id.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="changes", db_index=False)
    at = models.DateTimeField()
    attribute = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=64)

    class Meta:
        """The newest first."""

        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["item", "at", "id"], name="change_of_item")]

    def __str__(self) -> str:
        return f"{self.attribute} of {self.item_id}"
