"""Views of articles, in chapters."""
