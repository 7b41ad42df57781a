"""Views of reviews and what follows from them."""
