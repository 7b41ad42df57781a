"""Reconciliation: what was ordered, what was found and who has it, held against each other.

Owns the findings that come of it, which are kept up item by item as facts are told and days come. It changes no item:
the next step of a finding is a verb of the slice that looks after it.
"""
