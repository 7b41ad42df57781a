"""Builders of records, one file a part of Watchkeep."""
