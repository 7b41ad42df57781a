"""Business hours, with a look at the coming days."""
