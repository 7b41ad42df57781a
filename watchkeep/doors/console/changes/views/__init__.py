"""Pages on changes."""
