"""Telling people and programs: by e-mail, webhook and whatever Apprise speaks, once per fact and channel.

Owns the ways to reach somebody, their personal rules, and one table that is outbox and delivery log
at once. Knows nothing of who is on call or why somebody must hear: it is told a person and a text.
"""
