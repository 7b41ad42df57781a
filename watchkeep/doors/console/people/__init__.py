"""Everybody here: found, invited, given roles, let go."""
