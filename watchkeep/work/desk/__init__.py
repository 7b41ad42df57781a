"""The agent's day over tickets of every kind: one verb by its name, macros, and changes of many tickets at once.

Knows the kinds and their lives; owns macros and bulk runs, and no ticket.
"""
