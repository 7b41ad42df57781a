"""Maintenance windows: when services may be down on purpose."""
