"""What one may do with time worked."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the timesheets slice. ``CORRECT`` is for the time of others; one's own takes ``LOG`` alone."""

    SEE = "time.see"
    LOG = "ticket.log_time"
    CORRECT = "time.correct"
