"""When we are open: business hours with holidays, and the arithmetic of business time.

Knows nothing of promises (SLA) or of who is on call; both come here to ask.
"""
