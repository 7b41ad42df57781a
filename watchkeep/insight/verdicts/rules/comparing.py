"""What a comparison is: a stretch after a change beside what its own history leads one to expect."""

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    """What one comparison, or a whole verdict, comes to."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


class Season(StrEnum):
    """Which of its own pasts a figure was compared with."""

    NONE = "none"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Shape:
    """How a series of equal buckets ends: history, then ``gap`` buckets of the change itself, then ``after`` ones."""

    after: int
    gap: int
    per_day: int

    @property
    def tail(self) -> int:
        """The buckets at the end that the change may have touched."""
        return self.after + self.gap


@dataclass(frozen=True)
class Comparison:
    """One figure before and after.

    ``before``: how many independent earlier moments the answer rests on; ``after``: how many buckets were seen.
    ``expected`` and ``seen`` are in the figure's own unit, ``effect`` is their ratio less one (None where nothing was
    expected). ``p``: how often as much as this happens without a change; ``q``: the same, corrected for how many
    comparisons were made. ``why`` names the rule by which the data were too thin.
    """

    before: int
    after: int
    expected: float = 0.0
    seen: float = 0.0
    p: float | None = None
    q: float | None = None
    season: Season = Season.NONE
    is_up: bool = False
    is_relevant: bool = False
    finding: Finding = Finding.UNKNOWN
    why: str = ""

    @property
    def is_thin(self) -> bool:
        """Whether there was too little to compare."""
        return self.p is None

    @property
    def effect(self) -> float | None:
        """By which part of what was expected it differs."""
        return self.seen / self.expected - 1 if self.expected else None
