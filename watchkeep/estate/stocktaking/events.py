"""What can be told of stock-takes."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Begun(Fact, kind="stocktake.begun", stream="stocktake"):
    """So many things should be there."""

    number: str
    expected: int


@dataclass(frozen=True, kw_only=True)
class Counted(Fact, kind="stocktake.counted", stream="stocktake"):
    """Somebody scanned something: what it was, and what that means."""

    item: int | None
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Finished(Fact, kind="stocktake.finished", stream="stocktake"):
    """What was found is where it was found, and what was not is missing, if that was wanted."""

    number: str
    found: int
    moved: int
    lost: int
    unknown: int


@dataclass(frozen=True, kw_only=True)
class Cancelled(Fact, kind="stocktake.cancelled", stream="stocktake"):
    """Nothing comes of it."""

    number: str


FOR_PROGRAMS = (Finished,)
"""What programs may hear of."""

FOR_THE_RECORD = (Begun, Counted, Cancelled)
"""What is told for the record alone."""
