"""Views of incidents, in chapters: find, ask, do, go."""
