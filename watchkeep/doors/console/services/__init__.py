"""Services: what the business uses, what it stands on, what its failure means."""
