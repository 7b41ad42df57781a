"""Answers to facts: when items hang together otherwise, what services stand on is counted anew."""

from collections.abc import Sequence

from watchkeep.estate.assets import events as assets
from watchkeep.estate.services import life, queries
from watchkeep.estate.services.events import ItemAttached, ItemDetached


def recount(facts: Sequence[assets.Retying | ItemAttached | ItemDetached]) -> None:
    """Note it at the services that stand on what is hit elsewise."""
    hit, _causes = queries.ends_of(facts)
    life.note_change(hit)
