"""Which component brings which along, as bills of materials say of items."""

from __future__ import annotations

from django.db import models

from watchkeep.estate.assets.models import Item, Title


class Ingredient(models.Model):
    """On an item a component comes through ``parent``; through none: what the document is about names it itself."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    parent = models.ForeignKey(Title, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        """Walked from a component up to where it comes from."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "title", "parent"], nulls_distinct=False, name="ingredient_once")
        ]

    def __str__(self) -> str:
        return f"{self.title_id} through {self.parent_id or 'nothing'} on {self.item_id}"
