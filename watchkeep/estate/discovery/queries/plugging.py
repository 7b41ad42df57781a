"""By which ports items are plugged into each other, read from one of them."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Coalesce

from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery.models import Plug

MOST = 400


def ports_of(item: int) -> dict[int, list[str]]:
    """By the other item, in words: the port here, and the one there, as far as they are known.

    What is heard here counts; where nothing is, what the other end says.
    """
    family = [*Item.objects.family(item).values_list("pk", flat=True)]
    near = Coalesce("item__merged_into", "item")
    far = Coalesce("other__merged_into", "other")
    rows = (
        Plug.objects.filter(Q(item__in=family) | Q(other__in=family))
        .annotate(near=near, far=far)
        .order_by("port", "pk")
    )
    own: dict[int, list[str]] = {}
    told: dict[int, list[str]] = {}
    for row in rows.values_list("near", "port", "far", "other_port")[:MOST]:
        here, port, there, other_port = row
        if here == item:
            own.setdefault(there, []).append(_words(port, other_port))
        else:
            told.setdefault(here, []).append(_words(other_port, port))
    both = told | own
    return {other: [*dict.fromkeys(one for one in words if one)] for other, words in both.items()}


def _words(here: str, there: str) -> str:
    return f"{here or '?'} → {there or '?'}" if here or there else ""
