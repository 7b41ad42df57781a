"""Software: which products are installed, and what the titles mean that nobody knows yet."""
