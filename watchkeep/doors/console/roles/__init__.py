"""Roles: what kinds of people may do."""
