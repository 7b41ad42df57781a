"""Sweeps of discovery."""

from watchkeep.estate.discovery import life


def forget_old() -> int:
    """Let go of inventories that were read long ago."""
    return life.forget_old()


def lose_due() -> int:
    """What has not been heard of for longer than its class allows is missing."""
    return life.lose_due()


def queue_due() -> int:
    """Let jobs look whose time has come."""
    return life.queue_due()


def end_lost() -> int:
    """Find runs whose process has died, and say so."""
    return life.end_lost()


def tell_ends() -> int:
    """Tell the ends of certificates and warranties that come near."""
    return life.tell_ends()


def judge_bearers(most: int = 50) -> int:
    """Judge again what bears a mark that became a placeholder, or is one no longer: batch by batch."""
    return next((done for done in range(most) if not life.judge_bearers()), most)
