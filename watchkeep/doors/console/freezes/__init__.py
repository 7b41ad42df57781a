"""Freezes: times in which nothing may be changed, and what passes all the same."""
