"""Actions: the library, the log of runs, and what people decide of them."""
