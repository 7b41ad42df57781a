"""What the business uses: services, what they depend on, and what it costs when they are down.

Knows which services a failure reaches and how many people and how much money that is; knows nothing
of incidents.
"""
