"""Views of the response, by what they show."""
