"""Acting on the outside: connections to other systems, the library of typed actions, and the record of every run.

Owns where we may reach out and with which secrets, what an action needs, reads and changes, and what came of it. Knows
nothing of runbooks, workflows and rules: they ask for an action here and hear its facts.
"""
