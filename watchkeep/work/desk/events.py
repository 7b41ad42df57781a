"""What can be told of macros and of changes of many tickets. What happens to a ticket is told by its own verbs."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MacroSaved(Fact, kind="macro.saved", stream="macro"):
    """A macro was written or changed."""

    name: str
    is_shared: bool
    team: int | None


@dataclass(frozen=True, kw_only=True)
class MacroDropped(Fact, kind="macro.dropped", stream="macro"):
    """A macro was deleted."""

    name: str


@dataclass(frozen=True, kw_only=True)
class MacroApplied(Fact, kind="ticket.macro_applied", stream="ticket"):
    """A macro was applied to a ticket; what it did is told beside it."""

    macro: int
    name: str


@dataclass(frozen=True, kw_only=True)
class RunAsked(Fact, kind="bulk_run.asked", stream="bulk_run"):
    """Somebody asked for a change of many tickets."""

    tickets: int


@dataclass(frozen=True, kw_only=True)
class RunEnded(Fact, kind="bulk_run.ended", stream="bulk_run"):
    """Every ticket of it was looked at."""

    changed: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class UndoAsked(Fact, kind="bulk_run.undo_asked", stream="bulk_run"):
    """Somebody wants it taken back."""


@dataclass(frozen=True, kw_only=True)
class RunUndone(Fact, kind="bulk_run.undone", stream="bulk_run"):
    """What still held was taken back."""

    undone: int
    kept: int


FOR_THE_RECORD = (MacroSaved, MacroDropped, MacroApplied, RunAsked, RunEnded, UndoAsked, RunUndone)
"""What is told for the record alone."""
