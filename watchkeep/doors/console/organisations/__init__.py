"""Organisations: our own, and those of our customers."""
