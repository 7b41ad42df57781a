"""Incidents: the queue, the room, and a page for each verb."""
