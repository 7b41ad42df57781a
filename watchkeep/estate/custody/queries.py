"""Reads: what somebody has, what they are asked, and what became of an item's hand-overs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from watchkeep.estate.assets.models import Item
from watchkeep.estate.custody.models import Destruction, Handover

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

MOST = 100
SHOWN = ("item__cls", "person", "asked_of", "asker")


def held_by(person: int) -> list[Item]:
    """The things that somebody has, from A to Z."""
    rows = Item.objects.active().filter(user=person, merged_into=None).select_related("cls")
    return list(rows.order_by("name", "id")[:MOST])


def asked_of(person: int) -> list[Handover]:
    """What somebody is asked and has not answered."""
    return list(Handover.objects.waiting().filter(asked_of=person).select_related(*SHOWN)[:MOST])


def of_item(item: int, actor: Actor) -> list[Handover]:
    """What was asked about an item, the newest first."""
    return list(Handover.objects.visible_to(actor).filter(item=item).select_related(*SHOWN)[:MOST])


def handovers(actor: Actor, *, state: str = "") -> QuerySet[Handover]:
    """All that was asked, the newest first."""
    rows = Handover.objects.visible_to(actor).select_related(*SHOWN)
    return rows.filter(state=state) if state else rows


def destruction_of(item: int, actor: Actor) -> Destruction | None:
    """How it came to its end, where there is a certificate."""
    return Destruction.objects.visible_to(actor).filter(item=item).first()
