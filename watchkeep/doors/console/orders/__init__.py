"""Orders and invoices: what is to come, what came, and what it cost."""
