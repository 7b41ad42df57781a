"""Service levels: how a clock came to its figure, and the targets that are promised."""
