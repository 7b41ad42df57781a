"""What we look after: configuration items, who says what of them, and how they hang together, now and as it was.

It knows nothing of the services above, nor of where reports come from.
"""
