"""What is installed on an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from watchkeep.estate.assets.models import Installation, Item

if TYPE_CHECKING:
    from django.db.models import QuerySet

BY_TITLE = ("title__name", "title__version", "id")
"""The order in which software on an item is read."""


def installed_on(item: Item, words: str = "") -> QuerySet[Installation]:
    """What is on it now, from A to Z, with who says so; only titles or publishers with these words, where some are."""
    rows = Installation.objects.open().on(item.pk).select_related("title", "source").order_by(*BY_TITLE)
    for word in words.replace("\0", "").split():
        rows = rows.filter(Q(title__name__icontains=word) | Q(title__publisher__icontains=word))
    return rows
