"""What one may do with plans and roles.

Whoever leads a response may give its other roles away without ``ASSIGN``; whoever holds a role may always leave it.
"""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the response slice."""

    SEE = "response.see"
    TAKE = "response.take"
    ASSIGN = "response.assign"
    CONFIGURE = "response.configure"
