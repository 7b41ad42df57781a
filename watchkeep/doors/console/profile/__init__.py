"""Oneself: name and zone, password, second factor, sessions, tokens."""
