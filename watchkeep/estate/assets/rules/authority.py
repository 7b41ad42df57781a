"""Whose word counts: of several that speak of one attribute, one wins, and it can be said why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Claim:
    """What one source says of one attribute, and when it was last heard."""

    source: str
    kind: str
    value: Any
    seen_at: datetime
    confidence: int = 100
    is_pinned: bool = False


@dataclass(frozen=True)
class Trust:
    """Sources, or kinds of source, in order; and for how long a word counts."""

    order: tuple[str, ...] = ()
    fresh: timedelta | None = None

    def rank(self, claim: Claim) -> int:
        """The place of a source: its own name before its kind, the unnamed last."""
        for name in (claim.source, claim.kind):
            if name in self.order:
                return self.order.index(name)
        return len(self.order)

    def goes_stale_at(self, claim: Claim) -> datetime | None:
        """When its word counts no longer, if nothing more is heard."""
        return claim.seen_at + self.fresh if self.fresh else None

    def is_stale(self, claim: Claim, at: datetime) -> bool:
        """Whether its word is too old to count before others."""
        end = self.goes_stale_at(claim)
        return end is not None and end <= at


@dataclass(frozen=True)
class Rulebook:
    """All rules of authority: by class path and attribute, either of them empty for all."""

    rules: Mapping[tuple[str, str], Trust] = field(default_factory=dict)

    def trust(self, line: Sequence[str], attribute: str) -> Trust:
        """The rule that is nearest: one for this attribute before one for all, of the nearest class before above."""
        for name in (attribute, ""):
            for path in (*reversed(line), ""):
                if found := self.rules.get((path, name)):
                    return found
        return Trust()


@dataclass(frozen=True)
class Verdict:
    """The claim that wins, and when it should be looked at again although nobody says anything."""

    claim: Claim
    judge_at: datetime | None = None


def judge(claims: Iterable[Claim], trust: Trust, at: datetime) -> Verdict | None:
    """Let one claim win: what is pinned, then what is fresh, then by trust, confidence and how late it was heard.

    The order in which claims come changes nothing. None when nobody says anything.
    """
    ranked = sorted(claims, key=lambda claim: _weight(claim, trust, at))
    if not ranked:
        return None
    first, *others = ranked
    disputed = not first.is_pinned and any(other.value != first.value for other in others)
    turn = trust.goes_stale_at(first) if disputed and not trust.is_stale(first, at) else None
    return Verdict(first, turn)


def _weight(claim: Claim, trust: Trust, at: datetime) -> tuple[Any, ...]:
    heard = -claim.seen_at.timestamp()
    return (not claim.is_pinned, trust.is_stale(claim, at), trust.rank(claim), -claim.confidence, heard, claim.source)
