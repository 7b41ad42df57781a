"""The delivery log: what was sent to whom, what the other side answered, and once more."""
