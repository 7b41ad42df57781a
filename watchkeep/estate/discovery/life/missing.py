"""Missing: what has not been heard of for longer than its class allows. Only what was once met can be missed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, ItemClass, State
from watchkeep.estate.discovery.events import PatienceSet
from watchkeep.estate.discovery.models import Patience
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def set_patience(cls: ItemClass, *, by: Actor, days: int | None) -> None:
    """Say after how many days a thing of this class is missing; None: as the class above says, or never."""
    by.need(P.CONFIGURE, _("say when things are missing"))
    found = Patience.objects.filter(cls=cls).first()
    if days is None:
        Patience.objects.filter(cls=cls).delete()
    else:
        save(found or Patience(cls=cls), days=days)
    tell(PatienceSet(record=cls.pk, by=by, days=days))


@transaction.atomic
def lose_due(limit: int = 200) -> int:
    """Sweep: what has not been heard of for too long is missing. Returns how many."""
    patience = {one.cls.path: one.days for one in Patience.objects.select_related("cls")}
    now, done = clock.now(), 0
    for path, days in patience.items():
        closer = [other for other in patience if other.startswith(f"{path}.")]
        due = Item.objects.of_class(path).filter(
            last_seen_at__lt=now - timedelta(days=days), is_active=True, merged_into=None,
            state__in=(State.IN_STOCK, State.IN_USE, State.IN_REPAIR),
        ).order_by("last_seen_at")  # fmt: skip
        if closer:
            due = due.exclude(cls__in=ItemClass.objects.within(*closer).values("pk"))
        for item in due.select_for_update(of=("self",), skip_locked=True)[: limit - done]:
            assets.lose(item, by=CLOCK)
            done += 1
    return done
