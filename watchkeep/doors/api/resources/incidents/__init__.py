"""Incidents and all that hangs on them, in chapters; one router a chapter."""
