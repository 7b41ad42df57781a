"""Sweeps of reconciliation: each costs what is due, and nothing grows with the estate."""

from watchkeep.estate.reconciliation import life


def look_due() -> int:
    """Look at items of which something was told or whose day has come."""
    return life.look_due()


def take_up_due() -> int:
    """What was set aside until today counts again."""
    return life.take_up_due()


def open_cases() -> int:
    """What has been so for long enough becomes a ticket."""
    return life.open_cases()


def say_good_morning() -> int:
    """Once a day it is said how things stand. Returns 0: once is enough."""
    life.say_good_morning()
    return 0
