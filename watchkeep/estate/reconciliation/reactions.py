"""Answers to facts: whatever may let something agree or disagree asks for a look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchkeep.estate.assets import events as assets
from watchkeep.estate.discovery import events as discovery
from watchkeep.estate.people import events as people
from watchkeep.estate.reconciliation import life
from watchkeep.estate.reconciliation.events import FindingEnded

TOLD_OF_ITEMS: tuple[type[Any], ...] = (
    assets.ItemAdded, assets.ItemEdited, assets.ItemMet, assets.ItemMerged, assets.ItemParted, assets.ItemReceived,
    assets.ItemPutToUse, assets.ItemTakenBack, assets.ItemSentToRepair, assets.ItemMissing, assets.ItemFound,
    assets.ItemRetired, assets.ItemRevived, assets.ItemDisposed,
)  # fmt: skip
"""After any of these an item is looked at."""
DOUBTS: tuple[type[Any], ...] = (discovery.DoubtOpened, discovery.DoubtSettled)
PEOPLE: tuple[type[Any], ...] = (people.Deactivated, people.Activated)
DAYS = frozenset({"valid_until", "support_ends_on"})


def look(facts: Sequence[Any]) -> None:
    """Look at these items soon, and at those that stand for them or did."""
    others = [other for fact in facts for name in ("into", "former") if (other := getattr(fact, name, 0))]
    life.look_soon([*(fact.record for fact in facts), *others])


def look_at_days(facts: Sequence[assets.ItemObserved]) -> None:
    """A source told a day of these that counts."""
    if items := [fact.record for fact in facts if DAYS & {*fact.changed}]:
        life.look_soon(items)


def look_at_doubt(fact: discovery.DoubtOpened | discovery.DoubtSettled) -> None:
    """Look at both sides of a doubt."""
    life.look_soon([fact.item, fact.other])


def look_at_holder(fact: people.Deactivated | people.Activated) -> None:
    """Look at what somebody has who left or came back."""
    life.look_with_person(fact.record)


def look_at_contract(fact: Any) -> None:
    """Look at what hangs on a contract that began or ended."""
    life.look_on_contract(fact.record)


def end_cases(facts: Sequence[FindingEnded]) -> None:
    """What became a ticket ends with the last of its findings."""
    life.end_cases([fact.record for fact in facts])
