"""Pure decisions about requests: forms, what one is asked next, what may be held. No database, no clock."""

from datetime import timedelta

GRACE = timedelta(days=7)
"""How long one may say that it is not what was asked for."""
LONGEST_REASON = 500
