"""What to do, in order: runbooks and workflows, their versions, and each run of one on an incident.

Owns the procedures, what ties them to services, asset classes and alerts, the runs with their steps, and the memory of
which run helped. It knows incidents below it and acts through connections; it must not know plans, alerts or doors.
"""
