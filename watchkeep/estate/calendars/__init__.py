"""When we are open: business hours with holidays, the arithmetic of business time, and when what repeats takes place.

Knows nothing of promises (SLA) or of who is on call; both come here to ask.
"""
