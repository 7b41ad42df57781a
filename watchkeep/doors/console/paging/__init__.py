"""Pages about paging: the link in a message, the panel in the incident's room, and its two buttons."""
