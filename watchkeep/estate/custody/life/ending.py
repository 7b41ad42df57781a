"""Ending: the item is back, gone or with somebody else: what was asked about it is asked no longer."""

from django.db import transaction

from watchkeep.estate.custody.events import Finished
from watchkeep.estate.custody.life.steps import LIFE
from watchkeep.estate.custody.models import Handover, Kind
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell


@transaction.atomic
def end_open(item: int, *, by: Actor, came_back: bool = False) -> None:
    """End what waits about an item: as come back, when it was asked back and is there."""
    for row in Handover.objects.waiting().filter(item=item):
        is_back = came_back and row.kind == Kind.RETURN
        LIFE.move(row, "come_back" if is_back else "withdraw", by=CLOCK, remind_at=None)
        tell(Finished(record=row.pk, by=by, item=item, came_back=is_back))
