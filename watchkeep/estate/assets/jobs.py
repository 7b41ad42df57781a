"""Sweeps of the assets slice."""

from watchkeep.estate.assets import life
from watchkeep.kernel import clock


def judge_words() -> int:
    """Look again at items where the word that counted has grown too old."""
    return life.judge_due(clock.now())


def forget_old() -> int:
    """Let files go that were imported long ago. Returns 0: nothing is left over."""
    life.forget_old()
    return 0
