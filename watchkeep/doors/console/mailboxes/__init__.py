"""Mailboxes: where people write to, added, changed, tested, paused."""
