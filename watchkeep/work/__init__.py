"""What people do: tickets and the practices that are ticket-shaped."""
