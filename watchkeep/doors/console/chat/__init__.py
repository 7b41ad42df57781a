"""Chat in the console: workspaces, an incident's channel, and one's own accounts."""
