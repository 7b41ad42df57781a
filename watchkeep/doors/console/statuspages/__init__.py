"""Status pages: what the public reads, seen from inside."""
