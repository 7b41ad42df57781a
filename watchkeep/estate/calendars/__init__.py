"""When we are open: business hours with holidays, the arithmetic of business time, and when what repeats takes place.

And secret addresses from which calendar programs read: what each shows says the slice above that keeps it. Knows
nothing of promises (SLA) or of who is on call; both come here to ask.
"""
