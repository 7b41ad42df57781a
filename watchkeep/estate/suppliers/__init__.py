"""Suppliers and the contracts with them: what is bought from whom, what it costs, until when, and when to speak up.

Owns suppliers, contracts with their terms and documents, and the days on which somebody is reminded. It must not know
what hangs on a contract: whatever does, points here.
"""
