"""What one may do with problems."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the problems slice."""

    SEE = "problem.see"
    OPEN = "problem.open"
    WORK = "problem.work"
    CLOSE = "problem.close"
