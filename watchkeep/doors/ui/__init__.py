"""How Watchkeep looks: tokens, components, frame, icons, and the small scripts that make pages live.

It draws what it is given. It must not know a ticket, a person's rights or any table.
"""
