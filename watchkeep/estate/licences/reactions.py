"""What licences do when something else is told."""

from collections.abc import Sequence

from watchkeep.estate.assets import events as assets
from watchkeep.estate.licences import life


def note_titles(facts: Sequence[assets.SoftwareChanged]) -> None:
    """What nobody has seen before is read."""
    life.note_titles_of(sorted({fact.record for fact in facts}))
