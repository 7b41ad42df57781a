"""What one may do with service levels."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Looking at clocks needs no permission of its own: who sees the ticket sees its clocks."""

    CONFIGURE = "sla.configure"
