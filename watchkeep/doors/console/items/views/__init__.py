"""Pages on items: lists, one of them, its map, and its verbs."""
