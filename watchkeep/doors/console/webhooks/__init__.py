"""Programs that hear facts, and the private networks that outgoing requests may reach."""
