"""Mail that comes in: mailboxes, every message with its source, and what became of it.

Owns what is received, who may write to us, and the tokens by which an answer finds its ticket. Fetching mail is a
door's business, sending it is duty's; neither is known here.
"""
