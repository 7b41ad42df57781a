"""What discovery does when something else is told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from watchkeep.estate.assets.events import ItemAdded, ItemEdited, ItemObserved
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.wires import among, concerning

ENDS = frozenset({"valid_until", "warranty_ends_on"})


def _with_ends(facts: Sequence[ItemAdded]) -> Sequence[ItemAdded]:
    has_end = Q(warranty_ends_on__isnull=False) | Q(cls__slug="certificate")
    rows = Item.objects.filter(has_end, pk__in=[fact.record for fact in facts])
    meant = {*rows.values_list("pk", flat=True)}
    return [fact for fact in facts if fact.record in meant]


@among(_with_ends)
def note_ends(fact: ItemAdded) -> None:
    """A warranty or certificate that came with a new item ends one day."""
    life.follow_ends([fact.record])


@concerning(lambda fact: not ENDS.isdisjoint(fact.changed))
def follow_ends(fact: ItemEdited | ItemObserved) -> None:
    """It ends on another day now."""
    life.follow_ends([fact.record])


MARKS = frozenset({
    "serial", "manufacturer", "uuid", "macs", "hostname", "domain", "resource_id", "fingerprint", "management_ip",
    "cls",
})  # fmt: skip
"""What tells things apart, by the names that the register has for it."""


@concerning(lambda fact: str(fact.by) != CLOCK.key)
def recognise_added(fact: ItemAdded) -> None:
    """What somebody wrote down is recognised when an agent reports it."""
    life.recognise([fact.record])


@concerning(lambda fact: not MARKS.isdisjoint(fact.changed))
def recognise_edited(fact: ItemEdited) -> None:
    """What somebody corrected is recognised by what it says now."""
    life.recognise([fact.record])
