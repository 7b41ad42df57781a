"""Watchkeep: hears what breaks, gets the right person on it, and keeps the lesson."""
