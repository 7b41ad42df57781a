"""What is told of taking back. The record is the case; of ways it is the product."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Opened(Fact, kind="reclaim.opened", stream="reclaim"):
    """Somebody left or moved, or an audit refused seats: so many seats are looked at."""

    person: int | None
    why: str
    about: str
    seats: int


@dataclass(frozen=True, kw_only=True)
class ActionAsked(Fact, kind="reclaim.action_asked", stream="reclaim"):
    """The machine takes a seat back."""

    seat: int
    run: int


@dataclass(frozen=True, kw_only=True)
class LeftToPeople(Fact, kind="reclaim.left_to_people", stream="reclaim"):
    """Somebody has to take a seat back, since no action does, or since it failed."""

    seat: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class TakenBack(Fact, kind="reclaim.taken_back", stream="reclaim"):
    """A seat is free again. ``run``: the action that did it; None when people did."""

    seat: int
    run: int | None


@dataclass(frozen=True, kw_only=True)
class Kept(Fact, kind="reclaim.kept", stream="reclaim"):
    """Somebody keeps a seat, for a reason."""

    seat: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Done(Fact, kind="reclaim.done", stream="reclaim"):
    """Nothing is left: so many seats were taken back, and so many kept. The report has this SHA-256."""

    taken: int
    kept: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class WaySet(Fact, kind="reclaim.way_set", stream="software_product"):
    """Seats of a product are taken back by this action from now on; empty: by people."""

    action: str
    connection: int | None


FOR_PROGRAMS = (Opened, LeftToPeople, TakenBack, Kept, Done)
"""What programs may hear of."""

FOR_THE_RECORD = (ActionAsked, WaySet)
"""What is told for the record alone."""
