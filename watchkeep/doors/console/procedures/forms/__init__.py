"""Forms of procedures: what is known about one, its steps, and where it applies."""
