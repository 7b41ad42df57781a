"""What the calendars slice tells."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class HoursAdded(Fact, kind="hours.added", stream="hours"):
    """There are new business hours."""

    name: str


@dataclass(frozen=True, kw_only=True)
class HoursEdited(Fact, kind="hours.edited", stream="hours"):
    """The hours have changed: whatever is reckoned in them must be reckoned again."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class HoursRemoved(Fact, kind="hours.removed", stream="hours"):
    """The hours are gone; nothing used them."""

    name: str


FOR_THE_RECORD = (HoursAdded, HoursRemoved)
"""What is told for the record alone."""
