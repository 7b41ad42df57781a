"""Answers to facts: an item that is back, or gone, is asked about no longer."""

from typing import Any

from watchkeep.estate.assets import events as assets
from watchkeep.estate.custody import life
from watchkeep.kernel.actors import CLOCK

NO_LONGER_WITH_ANYBODY: tuple[type[Any], ...] = (
    assets.ItemTakenBack, assets.ItemRetired, assets.ItemDisposed,
)  # fmt: skip


def end_open(fact: Any) -> None:
    """What waits about it ends; what was asked back has come."""
    life.end_open(fact.record, by=CLOCK, came_back=isinstance(fact, assets.ItemTakenBack))
