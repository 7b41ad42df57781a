"""Discovery: gateways for agents, what they brought, what is in doubt, and when things are missing."""
