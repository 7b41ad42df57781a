"""What the assets slice tells."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ItemAdded(Fact, kind="item.added", stream="item"):
    """We look after one more thing."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ItemEdited(Fact, kind="item.edited", stream="item"):
    """What we know of it has changed."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ItemRetired(Fact, kind="item.retired", stream="item"):
    """It is no longer in use."""


FOR_THE_RECORD = (ItemAdded,)
"""What is told for the record alone."""
