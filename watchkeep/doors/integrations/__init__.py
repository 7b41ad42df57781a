"""Other programs that come in by their own protocols: one folder each, with the same files in each."""
