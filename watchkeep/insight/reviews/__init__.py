"""Reviews: what an incident teaches, and whether it was learnt.

Owns the review after an incident, the causes as a graph, corrective actions with their watch for a recurrence, and the
preventive tasks that grow out of them. It must not know how alerts are found.
"""
