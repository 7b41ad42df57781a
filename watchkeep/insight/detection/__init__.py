"""Detection: what monitors say becomes alerts, and alerts become one incident.

It owns integrations and their keys, the inbox of events, alerts, routes, groups, heartbeats and
changes. It must not know how an event came in over the wire (that is the ingest door's business),
nor who is paged for it (duty hears that from the incident).
"""
