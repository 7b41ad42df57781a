"""How one is reached: one's own contact methods, when each is used, and a test."""
