"""Decisions about items: whose word counts, what a value is, what may be joined, what was, and what it is worth."""
