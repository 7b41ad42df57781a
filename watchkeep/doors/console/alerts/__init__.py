"""Alerts: what fires, what fired, and all that was said of each."""
