"""What people and imports wrote down is recognised, too: it gets a trace of its own, by what is known of it.

So an agent that reports the same serial number makes no second item of it. Whatever was found keeps its own traces.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from watchkeep.estate.assets.models import PEOPLE, Item, Source
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.life import identifying, tracing
from watchkeep.estate.discovery.models import Found, Nic, Trace
from watchkeep.kernel import locks
from watchkeep.kernel.actors import CLOCK


@transaction.atomic
def recognise(items: Collection[int]) -> int:
    """Tell these items apart by what is written of them now. Returns how many are; as many statements as for one.

    What a source has found is left alone; what was written before and has been corrected counts no more.
    """
    locks.wait_for("identification")
    source = Source.objects.get(slug=PEOPLE)
    rows = Trace.objects.filter(item__in=items).select_related("source").order_by("pk")
    own = {row.item_id: row for row in rows if row.item_id and row.source_id == source.pk}
    found = {row.item_id for row in rows if row.item_id} - own.keys()
    told = Item.objects.filter(pk__in=items, is_active=True).exclude(pk__in=found).select_related("cls").order_by("pk")
    written = [(item, _written(item)) for item in told]
    corrected = {own[item.pk]: one for item, one in written if item.pk in own}
    kin = tracing.rewrite(corrected, source=source)
    fresh = [(item, one) for item, one in written if item.pk not in own and tracing.says_more_than_its_key(one)]
    places = {at: item for at, (item, _one) in enumerate(fresh)}
    identifying.identify_many([one for _item, one in fresh], source=source, by=CLOCK, places=places)
    if kin:
        identifying.bring_together(kin, by=CLOCK)
    return len(corrected) + len(fresh)


def _written(item: Item) -> Found:
    """An item as its own words describe it."""
    values: dict[str, Any] = item.values
    macs = [str(one) for one in values.get("macs") or () if isinstance(one, str)]
    return Found(
        key=f"item:{item.pk}",
        kind=item.cls.slug,
        name=str(values.get("hostname") or ""),
        domain=str(values.get("domain") or ""),
        serial=item.serial,
        manufacturer=item.manufacturer,
        uuid=str(values.get("uuid") or ""),
        cloud_id=str(values.get("resource_id") or ""),
        certificate=str(values.get("fingerprint") or ""),
        address=str(values.get("management_ip") or ""),
        nics=tuple(Nic(mac=one, kind=queries.kind_of_nic("", one)) for one in macs[:50]),
    )
