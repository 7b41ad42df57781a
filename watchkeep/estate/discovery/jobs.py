"""Sweeps of discovery."""

from watchkeep.estate.discovery import life


def forget_old() -> int:
    """Let go of inventories that were read long ago."""
    return life.forget_old()


def lose_due() -> int:
    """What has not been heard of for longer than its class allows is missing."""
    return life.lose_due()
