"""Clocks of the law: what must be reported after an incident, by when, and who reported what."""
