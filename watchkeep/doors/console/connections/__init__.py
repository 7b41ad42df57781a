"""Connections to other systems: added, changed, tested, paused."""
