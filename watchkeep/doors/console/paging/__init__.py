"""The page behind the link in a message, and the panel that the incident's room includes."""
