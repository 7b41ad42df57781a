"""Runbooks and workflows: the library, and the runs in the room of an incident."""
