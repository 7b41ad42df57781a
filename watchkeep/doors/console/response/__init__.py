"""Response: plans and roles, what holds and why, and the response of a running incident."""
