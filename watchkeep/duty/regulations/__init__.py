"""Clocks of the law: what must be reported to an authority after an incident, by when, and who reported what.

Owns the obligations of incidents, their reports and the wordings for them. Knows nothing of messages: it tells a
fact when a moment comes, and others see to it that somebody hears. It is no legal advice.
"""
