"""Views of the on-call pages: find, ask, do, go."""
