"""The tags that draw."""
