"""Incidents: something that worked has stopped working, and the service must come back.

Owns the life of an incident, its severity and priority, and how incidents hang together. It must
not know who is paged, what was promised, or what raised the alarm.
"""
