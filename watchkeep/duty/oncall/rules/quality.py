"""How good a rota is for the weeks ahead, from 0 to 100: covered, shared evenly, by day, and with rest in between.

The weights are our own judgement: a hole is worst, for then nobody comes; what wears people out follows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import floor
from zoneinfo import ZoneInfo

from watchkeep.duty.oncall.rules import load
from watchkeep.duty.oncall.rules.rotation import Span

WEIGHTS = {"covered": 40, "even": 20, "daylight": 20, "rested": 20}
ONE_PLACE = 2 / 3
"""The share of daylight, 06:00 to 22:00, of a rota all of whose people live in one zone and who share the nights."""

REST_AFTER = timedelta(days=7)
"""How long somebody may be on call without a break before it counts as too long."""


@dataclass(frozen=True)
class Quality:
    """What a rota is like. Shares run from 0 to 1.

    ``covered``: of the time, somebody is there. ``even``: 1 when all bear the same. ``daylight``: of the hours, those
    between 06:00 and 22:00 where whoever has them lives. ``longest``: that somebody is on call without a break.
    """

    covered: float
    even: float
    daylight: float
    longest: timedelta

    @property
    def rested(self) -> float:
        """1 up to a week without a break, then less and less."""
        return min(REST_AFTER / self.longest, 1.0) if self.longest else 1.0

    @property
    def shares(self) -> dict[str, float]:
        """What counts, by name."""
        return {"covered": self.covered, "even": self.even, "daylight": self.daylight, "rested": self.rested}

    @property
    def score(self) -> int:
        """All of it as one figure, from 0 to 100."""
        return round(sum(weight * self.shares[name] for name, weight in WEIGHTS.items()))

    @property
    def percent(self) -> dict[str, int]:
        """The shares in percent; a hole, however small, never counts as nothing."""
        return {name: floor(round(100 * share, 6)) for name, share in self.shares.items()}

    @property
    def follows_the_sun(self) -> bool:
        """Whether at least half of the nights that a rota of one place has fall into somebody's day."""
        return self.daylight > (1 + ONE_PLACE) / 2


def quality(spans: Iterable[Span], zones: Mapping[int, ZoneInfo]) -> Quality:
    """Judge the final spans of a rota, in order and without overlap; ``zones`` are those where its people live."""
    found = list(spans)
    held = [span for span in found if span.person is not None]
    pieces = [(span, one) for span in held for one in load.pieces(span.starts_at, span.ends_at, _of(span, zones), ())]
    hours = sum(piece.hours for _span, piece in pieces)
    awake = sum(piece.hours for span, piece in pieces if not load.is_night(piece.starts_at, _of(span, zones)))
    whole = sum((span.ends_at - span.starts_at).total_seconds() for span in found) / 3600
    return Quality(
        covered=hours / whole if whole else 0.0,
        even=1 - load.gini(_burdens(pieces)),
        daylight=awake / hours if hours else 0.0,
        longest=_longest(held),
    )


def _burdens(pieces: Iterable[tuple[Span, load.Piece]]) -> list[float]:
    """What each person bears, by the weights of hours."""
    found: dict[int | None, float] = {}
    for span, piece in pieces:
        found[span.person] = found.get(span.person, 0.0) + load.WEIGHTS[piece.kind] * piece.hours
    return list(found.values())


def _longest(held: Iterable[Span]) -> timedelta:
    """The longest time that one person has without a break, over borders of shifts and layers."""
    longest, before, since = timedelta(), None, None
    for span in held:
        goes_on = before is not None and (before.person, before.ends_at) == (span.person, span.starts_at)
        since = since if goes_on and since else span.starts_at
        longest, before = max(longest, span.ends_at - since), span
    return longest


def _of(span: Span, zones: Mapping[int, ZoneInfo]) -> ZoneInfo:
    return zones[span.person or 0]
