"""Answers to facts: what was ordered may turn out to be something that was known already."""

from watchkeep.estate.assets.events import ItemMerged
from watchkeep.estate.purchasing import life


def follow_merge(fact: ItemMerged) -> None:
    """The item that stands for what was ordered has the order's price and papers."""
    life.follow_merge(fact.record, fact.into)
