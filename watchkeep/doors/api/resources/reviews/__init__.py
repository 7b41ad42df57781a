"""Reviews: what an incident taught, who wrote and signed it, its timeline, its causes and what led to what."""
