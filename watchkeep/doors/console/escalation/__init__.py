"""Escalation pages: policies, the services that they answer for, and what would happen now."""
