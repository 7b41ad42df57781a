"""Views of the catalogue, by what they show: find, ask, do, go."""
