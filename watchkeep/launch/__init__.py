"""How Watchkeep starts: its environment, its PostgreSQL, its processes and its command line."""
