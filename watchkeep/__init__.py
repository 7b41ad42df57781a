"""Watchkeep: hears what breaks, gets the right person on it, and keeps the lesson."""

__version__ = "0.1.0"
