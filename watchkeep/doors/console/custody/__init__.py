"""Hand-over and return: who has a thing, what they said, and how it came to its end."""
