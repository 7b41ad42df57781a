"""Work that failed for good, with its reason, and a second chance."""
