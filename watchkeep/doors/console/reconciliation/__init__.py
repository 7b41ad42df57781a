"""Reconciliation: how the estate stands this morning, what does not agree, and the next step of each."""
