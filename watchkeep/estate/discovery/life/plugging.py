"""Plugging: what devices say is at their ports. A cable has two ends, and either end may tell of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce

from watchkeep.estate.assets.models import Item, Source
from watchkeep.estate.discovery.models import Plug


class End(NamedTuple):
    """What is at a port: which item, and at which of its own ports."""

    port: str
    other: int
    other_port: str


def keep(said: Mapping[int, Collection[End]], *, source: Source, at: datetime) -> dict[int, set[int]]:
    """Keep what a source hears from these items of their ports, all of it, and forget what it heard from them before.

    Returns for each what it is connected to, whichever end says so. As many statements for a thousand as for one.
    """
    if not said:
        return {}
    wanted = {(item, *end) for item, ends in said.items() for end in ends if end.other != item}
    held = {
        (row.item_id, row.port, row.other_id, row.other_port): row.pk
        for row in Plug.objects.filter(source=source, item__in=Item.objects.filter(_home(said)))
    }
    Plug.objects.filter(pk__in=[pk for told, pk in held.items() if told not in wanted]).delete()
    Plug.objects.bulk_create(
        (Plug(source=source, item_id=item, port=port, other_id=other, other_port=other_port, since=at)
         for item, port, other, other_port in sorted(wanted - held.keys())), ignore_conflicts=True,
    )  # fmt: skip
    connected: dict[int, set[int]] = {item: {end.other for end in ends} for item, ends in said.items()}
    back = Plug.objects.filter(source=source, other__in=Item.objects.filter(_home(said)))
    homes = back.annotate(
        here=Coalesce("other__merged_into", "other"), there=Coalesce("item__merged_into", "item")
    ).values_list("here", "there")  # fmt: skip
    for here, there in homes:
        if here in connected:
            connected[here].add(there)
    return connected


def _home(items: Collection[int]) -> Q:
    return Q(pk__in=items) | Q(merged_into__in=items)
