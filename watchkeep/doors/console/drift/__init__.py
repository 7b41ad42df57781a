"""Drift: what was found changed without a change, what becomes of it, and what is watched."""
