"""The catalogue over the API: shelves, items, and the editions in which they are offered."""
