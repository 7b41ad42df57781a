"""Who is here: organisations, people, teams, roles, and the keys with which they come in.

Owns sign-in as a matter of record (passwords, second factors, sessions, tokens, limits) and knows
nothing of HTTP, of tickets or of what the permissions of other slices mean.
"""
