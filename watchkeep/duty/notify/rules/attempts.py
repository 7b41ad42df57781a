"""When to try again, and when to give up."""

from dataclasses import dataclass
from enum import Enum

FIRST_SECONDS = 10.0
LONGEST_SECONDS = 900.0
MOST_ATTEMPTS = 9
LEASE_SECONDS = 60
"""How long a delivery may be "sending" before it counts as left behind by a dead process."""


class Outcome(Enum):
    """What an attempt came to."""

    SENT = "sent"
    TRY_AGAIN = "try_again"
    NEVER = "never"


@dataclass(frozen=True)
class Answer:
    """What the other side said, cut to a length that a log can hold, and what it means."""

    outcome: Outcome
    text: str

    @classmethod
    def sent(cls, text: str) -> "Answer":
        """It was taken over."""
        return cls(Outcome.SENT, text[:500])

    @classmethod
    def try_again(cls, text: str) -> "Answer":
        """It was not taken over, and may be later."""
        return cls(Outcome.TRY_AGAIN, text[:500])

    @classmethod
    def never(cls, text: str) -> "Answer":
        """It was refused for good."""
        return cls(Outcome.NEVER, text[:500])


def pause_seconds(attempts: int, chance: float) -> float:
    """Wait after so many attempts: 10 s, 20 s, 40 s … a quarter of an hour, each give or take half.

    ``chance`` in [0, 1) spreads the crowd that failed together. Nine attempts take about forty minutes.
    """
    whole = min(FIRST_SECONDS * 2.0 ** (attempts - 1), LONGEST_SECONDS)
    return whole * (0.5 + chance)


def is_given_up(attempts: int, answer: Answer) -> bool:
    """Whether no attempt follows this answer."""
    return answer.outcome is Outcome.NEVER or (answer.outcome is Outcome.TRY_AGAIN and attempts >= MOST_ATTEMPTS)
