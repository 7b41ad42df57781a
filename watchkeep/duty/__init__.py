"""What we promise: service levels, on-call, escalation and notification."""
