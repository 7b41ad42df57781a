"""Standing for another: two items turn out to be one thing, or two after all. What each brought stays its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.events import ItemMerged, ItemParted
from watchkeep.estate.assets.life.judging import Docket
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell_many

_STAND = """
UPDATE assets_item i SET merged_into_id = d.home
  FROM unnest(%s::bigint[], %s::bigint[]) AS d(item, home) WHERE i.id = d.item
"""


@transaction.atomic
def stand_for(homes: Mapping[int, int], *, by: Actor) -> None:
    """Let each of these items be stood for by the one that is named; by itself, where that is its own.

    What stands for others shows what is told of any of them; reports, software and history stay where they were told.
    """
    by.need(P.REPORT, _("report what items are like"))
    rows = Item.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[*homes]).order_by("pk")
    was = dict(rows.values_list("pk", "merged_into"))
    wanted = {item: None if home == item else home for item, home in homes.items() if item in was}
    moved = {item: home for item, home in wanted.items() if was[item] != home}
    if not moved:
        return
    with connection.cursor() as cursor:
        cursor.execute(_STAND, [[*moved], [*moved.values()]])
    touched = {*moved, *filter(None, (*moved.values(), *(was[item] for item in moved)))}
    Docket(touched).decide(by=by, at=clock.now())
    tell_many([ItemMerged(record=item, by=by, into=home) for item, home in moved.items() if home])
    tell_many([ItemParted(record=item, by=by, former=was[item] or 0) for item, home in moved.items() if home is None])
