"""What became of an item, and what was known of it at any instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from watchkeep.estate.assets.models import Change, Item
from watchkeep.estate.assets.rules.undoing import undone


@dataclass(frozen=True)
class Moment:
    """What was known of an item at an instant, by name. Columns that point to records hold ids, days are text."""

    at: datetime
    is_known: bool
    values: dict[str, Any]


def changes_of(item: Item) -> QuerySet[Change]:
    """What became of it, the newest first."""
    return Change.objects.filter(item=item).select_related("source")


def as_of(item: Item, at: datetime) -> Moment:
    """What was known of it then: what is known now, with all that came later undone."""
    later = Change.objects.filter(item=item, at__gt=at).order_by("-at", "-id").values_list("attribute", "before")
    return Moment(at, item.created_at <= at, undone(item.known(), later))
