"""When somebody hears of what is due: once before, once when it is late, then those above them, again and again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SOON, LATE, ESCALATED = "soon", "late", "escalated"


@dataclass(frozen=True)
class Rhythm:
    """How long before the moment, how long after it those above hear, and how often they hear again."""

    before: timedelta
    escalate_after: timedelta
    again_after: timedelta


REVIEW = Rhythm(timedelta(days=1), timedelta(days=2), timedelta(days=7))
ACTION = Rhythm(timedelta(days=3), timedelta(days=3), timedelta(days=7))
TASK = Rhythm(timedelta(days=1), timedelta(days=3), timedelta(days=7))


@dataclass(frozen=True)
class Nudge:
    """What is said, and when."""

    stage: str
    at: datetime


def nth(rhythm: Rhythm, due_at: datetime, count: int) -> Nudge:
    """The nudge that follows after ``count`` earlier ones."""
    if count == 0:
        return Nudge(SOON, due_at - rhythm.before)
    if count == 1:
        return Nudge(LATE, due_at)
    return Nudge(ESCALATED, due_at + rhythm.escalate_after + (count - 2) * rhythm.again_after)


def first_ahead(rhythm: Rhythm, due_at: datetime, now: datetime) -> int:
    """How many nudges are over before a thing begins: one that is due at once gets no reminder ahead of it."""
    return 0 if now < due_at - rhythm.before else 1


def said_now(rhythm: Rhythm, due_at: datetime, count: int, now: datetime) -> tuple[str, int]:
    """What is to be said now, and how many nudges are over then: after a week of downtime one, not four."""
    while nth(rhythm, due_at, count + 1).at <= now:
        count += 1
    return nth(rhythm, due_at, count).stage, count + 1
