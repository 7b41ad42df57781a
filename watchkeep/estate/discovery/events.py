"""What discovery tells."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DoubtOpened(Fact, kind="doubt.opened", stream="doubt"):
    """Two items share a mark and contradict each other: somebody has to say what they are."""

    item: int
    other: int
    mark: str


@dataclass(frozen=True, kw_only=True)
class DoubtSettled(Fact, kind="doubt.settled", stream="doubt"):
    """It is known what two items are to each other."""

    item: int
    other: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Told(Fact, kind="trace.told", stream="trace"):
    """Somebody said of a trace and another one that they are of one thing, or of two; or took that back."""

    other: int
    said: str


@dataclass(frozen=True, kw_only=True)
class GatewayAdded(Fact, kind="gateway.added", stream="gateway"):
    """Agents can report through another address."""

    name: str


@dataclass(frozen=True, kw_only=True)
class GatewayChanged(Fact, kind="gateway.changed", stream="gateway"):
    """Agents are let in otherwise; ``what`` names the fields, or says that the key is another."""

    what: list[str]


@dataclass(frozen=True, kw_only=True)
class GatewaySwitched(Fact, kind="gateway.switched", stream="gateway"):
    """A gateway is closed, or open again."""

    is_active: bool


@dataclass(frozen=True, kw_only=True)
class InventoryRefused(Fact, kind="inventory.refused", stream="inventory"):
    """What an agent sent could not be read."""

    why: str


@dataclass(frozen=True, kw_only=True)
class PlaceholderAdded(Fact, kind="placeholder.added", stream="placeholder"):
    """A value tells nothing apart any more."""

    mark: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PatienceSet(Fact, kind="patience.set", stream="item_class"):
    """After so many days without a word things of a class are missing; after none: as the class above says."""

    days: int | None


FOR_THE_RECORD = (
    DoubtOpened, DoubtSettled, Told, GatewayAdded, GatewayChanged, GatewaySwitched, InventoryRefused, PlaceholderAdded,
    PatienceSet,
)  # fmt: skip
"""What is told for the record alone."""
