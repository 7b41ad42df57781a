"""When something belongs to the time of a plan: one answer for people, for pipelines and at the gate."""

from datetime import timedelta

EARLY, LATE = timedelta(minutes=30), timedelta(minutes=30)
"""So long before its time a change may begin, and so long after it what is reported still belongs to it."""
