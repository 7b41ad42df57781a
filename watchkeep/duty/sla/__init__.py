"""Service levels: how soon we promised to answer and to restore, and how much of that time is used.

Owns the targets and one append-only ledger per clock, from which every figure is computed. Knows
nothing of whom to tell when time runs short: that is the business of notify, one step above.
"""
